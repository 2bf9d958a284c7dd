import type { JsonWebKeySet } from '@fairgate/shared/contracts/accounts.ts';
import type { AdmissionLogEntry } from '@fairgate/shared/contracts/admission-log.ts';
import type { DrawFacts } from '@fairgate/shared/contracts/draws.ts';
import { laneOrder } from '@fairgate/shared/domain/lane-order.ts';
import {
  chainedHash,
  firstHash,
  isLogSignature,
  type LoggedFact,
} from '@fairgate/shared/draw/admission-log.ts';
import { type Finding, finding, idle } from './finding.ts';

/** What the log has shown so far. */
interface Reading {
  hash: Uint8Array;
  served: readonly number[];
  readonly taken: Set<string>;
  returns: number;
  signedUpTo: number;
}

/**
 * Whether people came in by the order of the draw: the log is whole and signed to its end, nobody came in before the turn
 * came to the position, no position twice but after its turn was given back, and no lane whose lobby waited got less than its share of the turns.
 */
export function checkLog(
  entries: readonly AdmissionLogEntry[],
  facts: DrawFacts,
  keys: JsonWebKeySet['keys'],
): Finding {
  if (entries.length === 0) return idle('log', 'Nobody has come in yet.');
  const reading: Reading = { hash: firstHash, served: [], taken: new Set(), returns: 0, signedUpTo: -1 };
  for (const [at, entry] of entries.entries()) {
    const fault = faultOf(entry, at, reading, facts, keys);
    if (fault !== null) return finding('log', false, '', `Entry ${at} of the admission log: ${fault}.`);
  }
  const turns = reading.served.reduce((sum, count) => sum + count, 0);
  return finding(
    'log',
    reading.signedUpTo === entries.length - 1,
    `${turns} turns were given in this order, and ${reading.taken.size} people came in, none before the turn.${returnWords(reading.returns)}`,
    `Of the admission log nothing behind entry ${reading.signedUpTo} is signed.`,
  );
}

function faultOf(
  entry: AdmissionLogEntry,
  at: number,
  reading: Reading,
  facts: DrawFacts,
  keys: JsonWebKeySet['keys'],
): string | null {
  if (entry.seq !== at) return `it is called ${entry.seq}: something is missing`;
  reading.hash = chainedHash(reading.hash, facts.dropId, entry.seq, factOf(entry));
  if (Buffer.from(reading.hash).toString('hex') !== entry.hash) return 'it does not fit to those before';
  if (entry.signature !== null) {
    const key = keys.find(({ kid }) => kid === entry.keyId);
    const head = { dropId: facts.dropId, seq: entry.seq, hash: reading.hash };
    if (key === undefined || !isSignature(head, entry.signature, key))
      return "its signature is not the gateway's";
    reading.signedUpTo = entry.seq;
  }
  if (entry.kind === 'TURNS') return turnsFault(entry, reading, facts);
  return entry.kind === 'RETURN' ? returnFault(entry, reading) : admissionFault(entry, reading);
}

/** Whoever comes in again came in before; how often that happens is told. */
function returnFault({ lane, position }: AdmissionLogEntry, reading: Reading): string | null {
  if (!reading.taken.delete(`${lane}:${position}`))
    return `position ${position} of lane ${lane} got a turn back that it had not used`;
  reading.returns += 1;
  return null;
}

function returnWords(returns: number): string {
  if (returns === 0) return '';
  return ` ${returns === 1 ? 'One turn was' : `${returns} turns were`} given back after a fault of the gateway.`;
}

function isSignature(
  head: Parameters<typeof isLogSignature>[0],
  signature: string,
  key: JsonWebKeySet['keys'][number],
): boolean {
  try {
    return isLogSignature(head, signature, { ...key });
  } catch {
    // Not a key at all.
    return false;
  }
}

function turnsFault({ served }: AdmissionLogEntry, reading: Reading, { lanes }: DrawFacts): string | null {
  const counts = served ?? [];
  if (counts.some((count, lane) => count < (reading.served[lane] ?? 0))) return 'turns were taken back';
  reading.served = counts;
  const order = laneOrder(lanes.map(({ weight }) => weight));
  const turns = counts.reduce((sum, count) => sum + count, 0);
  // While people of its lobby wait, a lane leaves no turn of its own to others.
  const short = lanes.find(
    ({ lane, lobby }) =>
      (counts[lane] ?? 0) < (lobby ?? 0) && (counts[lane] ?? 0) < turnsOf(order, lane, turns),
  );
  return short === undefined ? null : `lane ${short.lane} was given fewer turns than are its share`;
}

/** How many of so many turns are a lane's by the published order. */
function turnsOf(order: string, lane: number, turns: number): number {
  const count = (text: string): number => text.split(String(lane)).length - 1;
  return Math.floor(turns / order.length) * count(order) + count(order.slice(0, turns % order.length));
}

function admissionFault({ lane, position }: AdmissionLogEntry, { served, taken }: Reading): string | null {
  const place = `${lane}:${position}`;
  if ((position ?? 0) >= (served[lane ?? 0] ?? 0))
    return `position ${position} of lane ${lane} came in before its turn`;
  if (taken.has(place)) return `position ${position} of lane ${lane} came in twice`;
  taken.add(place);
  return null;
}

function factOf(entry: AdmissionLogEntry): LoggedFact {
  const at = new Date(entry.at);
  if (entry.kind === 'TURNS')
    return { kind: 'TURNS', at, served: entry.served ?? [], joined: entry.joined ?? [] };
  const { admissionId, lane, position } = entry;
  return { kind: entry.kind, at, admissionId: admissionId ?? '', lane: lane ?? 0, position: position ?? 0 };
}
