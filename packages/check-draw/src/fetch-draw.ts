import { JsonWebKeySet } from '@fairgate/shared/contracts/accounts.ts';
import { type AdmissionLogEntry, AdmissionLogPage } from '@fairgate/shared/contracts/admission-log.ts';
import { DrawFacts } from '@fairgate/shared/contracts/draws.ts';
import { leavesPerPart } from '@fairgate/shared/draw/lobby-leaf.ts';
import { hashBytes } from '@fairgate/shared/draw/merkle.ts';
import type { Static, TSchema } from 'typebox';
import Value from 'typebox/value';
import type { PublishedDraw } from './check-draw.ts';
import { peopleOf } from './drawn-facts.ts';
import { Unchecked } from './finding.ts';

const answerSecondsMax = 20;
/** A gateway that asks for patience is asked so often, and waited for so long at most. */
const triesMax = 8;
const waitSecondsMax = 30;
const partsAtOnce = 4;
const logPageMax = 1_000;
const partBytes = leavesPerPart * hashBytes;

/** @param url of the gateway, without a slash at its end. Unchecked: it does not answer, or has no such lobby */
export async function fetchFacts(url: string, dropId: string): Promise<DrawFacts> {
  const answer = await ask(`${url}/v1/drops/${dropId}/draw`);
  if (answer === null) throw new Unchecked(`${url} knows no drop ${dropId} with a lobby.`);
  const facts = readAs(DrawFacts, asJson(answer));
  if (facts === null)
    throw new Unchecked(`What ${url} tells of the draw is not in the form of fairgate-draw-v1.`);
  if (facts.dropId !== dropId)
    throw new Unchecked(`${url} tells of the drop ${facts.dropId}, which was not asked for.`);
  return facts;
}

export async function fetchPublished(url: string, facts: DrawFacts): Promise<PublishedDraw> {
  const answer = await ask(`${url}/.well-known/jwks.json`);
  const keySet = answer === null ? null : readAs(JsonWebKeySet, asJson(answer));
  if (keySet === null) throw new Unchecked(`${url} publishes no keys.`);
  return { facts, keys: keySet.keys, leaves: await fetchLeaves(url, facts) };
}

/** The whole admission log, page after page. */
export async function fetchLog(url: string, dropId: string): Promise<AdmissionLogEntry[]> {
  const entries: AdmissionLogEntry[] = [];
  let after = '';
  for (;;) {
    const answer = await ask(`${url}/v1/drops/${dropId}/admission-log?limit=${logPageMax}${after}`);
    const page = answer === null ? null : readAs(AdmissionLogPage, asJson(answer));
    if (page === null) throw new Unchecked(`${url} tells no admission log.`);
    entries.push(...page.items);
    if (page.next === null) return entries;
    // A page that leads back would be read for ever.
    if (page.items.at(-1)?.seq !== page.next || page.items.length === 0)
      throw new Unchecked(`The admission log of ${url} goes on at ${page.next}, where it does not end.`);
    after = `&after=${page.next}`;
  }
}

/** As many parts as the lanes had people, and whatever is behind the last of these. */
async function fetchLeaves(url: string, facts: DrawFacts): Promise<Uint8Array> {
  const people = peopleOf(facts.lanes.map(({ lobby }) => lobby ?? 0));
  const parts: Uint8Array[] = [];
  let isLast = false;
  while (!isLast && parts.length * leavesPerPart <= people) {
    const first = parts.length;
    const asked = Array.from({ length: partsAtOnce }, (_, at) => fetchPart(url, facts.dropId, first + at));
    for (const part of await Promise.all(asked)) {
      isLast ||= part === null;
      if (part !== null && !isLast) parts.push(part);
    }
  }
  return Buffer.concat(parts);
}

async function fetchPart(url: string, dropId: string, part: number): Promise<Uint8Array | null> {
  const bytes = await ask(`${url}/v1/drops/${dropId}/draw/leaves?part=${part}`);
  if (bytes !== null && (bytes.length % hashBytes !== 0 || bytes.length > partBytes))
    throw new Unchecked(`Part ${part} of the leaves has ${bytes.length} bytes, which are no whole hashes.`);
  return bytes;
}

/** null: 404. */
async function ask(address: string): Promise<Uint8Array | null> {
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(address, { signal: AbortSignal.timeout(answerSecondsMax * 1000) }).catch(
      (error: unknown) => {
        throw new Unchecked(`${address} cannot be reached: ${reasonOf(error)}.`);
      },
    );
    if (answer.status === 404) return null;
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
    const isBusy = answer.status === 429 || answer.status === 503;
    if (!isBusy || tries === triesMax) throw new Unchecked(`${address} answers ${answer.status}.`);
    const seconds = Math.min(waitSecondsMax, Number(answer.headers.get('retry-after')) || 1);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message || String((cause as { code?: string }).code) : message;
}

function asJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}

/** null: it is not in this form. */
export function readAs<T extends TSchema>(schema: T, value: unknown): Static<T> | null {
  return Value.Check(schema, value) ? (value as Static<T>) : null;
}
