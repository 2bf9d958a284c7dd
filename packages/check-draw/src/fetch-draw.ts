import type { AdmissionLogEntry, AdmissionLogPage } from '@fairgate/shared/contracts/admission-log.ts';
import type { DrawFacts } from '@fairgate/shared/contracts/draws.ts';
import { leavesPerPart } from '@fairgate/shared/draw/lobby-leaf.ts';
import { hashBytes } from '@fairgate/shared/draw/merkle.ts';
import type { PublicKey, PublishedDraw } from './check-draw.ts';

/** Why a draw cannot be checked, or not yet. */
export class NotCheckable extends Error {}

const timeoutMs = 30_000;
/** Parts are asked for one after the other but for so many: whoever serves them serves a sale. */
const partsTogether = 4;

/** What an installation publishes of a draw. Throws NotCheckable when it does not answer, or is not drawn yet. */
export async function fetchDraw(url: string, dropId: string): Promise<PublishedDraw> {
  const facts = (await (await ask(url, `/v1/drops/${dropId}/draw`)).json()) as DrawFacts;
  if (facts.algorithm !== 'fairgate-draw-v1')
    throw new NotCheckable(`this draw goes by ${facts.algorithm}, which this program does not know`);
  if (facts.state !== 'DRAWN') throw new NotCheckable(notYet(facts));
  const people = facts.lanes.reduce((sum, { lobby }) => sum + (lobby ?? 0), 0);
  const { keys } = (await (await ask(url, '/.well-known/jwks.json')).json()) as { keys: PublicKey[] };
  return { facts, leaves: await fetchLeaves(url, dropId, people), keys };
}

function notYet({ state, sealAt, beacon }: DrawFacts): string {
  if (state === 'SCHEDULED')
    return `the lobby is open until ${sealAt}; it is drawn after ${beacon.at}: come again then`;
  return `the lobby is sealed and not drawn yet; come again after ${beacon.at}`;
}

/** The whole admission log, page after page. */
export async function fetchLog(url: string, dropId: string): Promise<AdmissionLogEntry[]> {
  const entries: AdmissionLogEntry[] = [];
  let after = '';
  for (;;) {
    const answer = await ask(url, `/v1/drops/${dropId}/admission-log?limit=1000${after}`);
    const { items, next } = (await answer.json()) as AdmissionLogPage;
    entries.push(...items);
    if (next === null) return entries;
    after = `&after=${next}`;
  }
}

/** One leaf more than there are people is asked for as well: it must not be there. */
async function fetchLeaves(url: string, dropId: string, people: number): Promise<Uint8Array> {
  const parts = Math.floor(people / leavesPerPart) + 1;
  const found: Uint8Array[] = [];
  for (let first = 0; first < parts; first += partsTogether) {
    const some = Array.from({ length: Math.min(partsTogether, parts - first) }, (_, at) => first + at);
    found.push(...(await Promise.all(some.map((part) => fetchPart(url, dropId, part)))));
  }
  const leaves = Buffer.concat(found);
  if (leaves.length % hashBytes !== 0) throw new NotCheckable('the leaves are not whole hashes of 32 bytes');
  return leaves;
}

async function fetchPart(url: string, dropId: string, part: number): Promise<Uint8Array> {
  const path = `/v1/drops/${dropId}/draw/leaves?part=${part}`;
  const answer = await ask(url, path, [404]);
  return answer.status === 404 ? new Uint8Array() : new Uint8Array(await answer.arrayBuffer());
}

async function ask(url: string, path: string, besides: readonly number[] = []): Promise<Response> {
  const address = `${url.replace(/\/+$/, '')}${path}`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
    throw new NotCheckable(`${address} does not answer: ${(error as Error).message}`);
  });
  if (answer.ok || besides.includes(answer.status)) return answer;
  if (answer.status === 404)
    throw new NotCheckable(`${url} knows no draw of this drop: is the id right, and had it a lobby?`);
  throw new NotCheckable(`${address} answers ${answer.status}`);
}
