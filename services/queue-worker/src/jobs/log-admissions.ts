import { createPrivateKey } from 'node:crypto';
import type { SigningJwk } from '@fairgate/shared/config-parsers.ts';
import {
  appendLog,
  loadUnlogged,
  loadUnloggedReturns,
  type NewLogEntry,
  readLogHead,
  type UnloggedAdmission,
} from '@fairgate/shared/database/admission-log.ts';
import { type DropRecord, loadDrop } from '@fairgate/shared/database/drop-record.ts';
import { isInsertRace } from '@fairgate/shared/database/insert-race.ts';
import { chainedHash, firstHash, type LoggedFact, signLogHead } from '@fairgate/shared/draw/admission-log.ts';
import { createDrawPositions } from '@fairgate/shared/draw/draw-positions.ts';
import { advanceLine } from '@fairgate/shared/redis/waiting-room.ts';
import type { WorkerStores } from '../worker-stores.ts';

export const logAdmissionsEveryMs = 1_000;
const admissionsPerBatch = 1_000;

type LoggerStores = Pick<WorkerStores, 'database' | 'redis' | 'epoch' | 'liveDrops' | 'outage' | 'log'>;

/**
 * Writes down how far the lines were served and who came in, one batch a second and drop: signed, chained, and never before
 * it is so in Postgres. Any number of workers may: what one appended first, the others do not.
 */
export function createAdmissionLogger(stores: LoggerStores, signingKey: SigningJwk): () => Promise<boolean> {
  const { database, redis, epoch, liveDrops, outage, log } = stores;
  const key = createPrivateKey({ key: { ...signingKey }, format: 'jwk' });
  const positions = createDrawPositions();
  return async () => {
    const current = epoch.current();
    if (current === null) return false;
    let more = false;
    for (const drop of await liveDrops.open()) {
      try {
        const hasMore = await logDrop(drop, current);
        more = more || hasMore;
      } catch (error) {
        // Another worker was faster, or one drop's trouble: the next round goes on from what is there.
        if (!isInsertRace(error)) log.warn({ err: error, dropId: drop.id }, 'admissions were not logged');
      }
    }
    return more;
  };

  async function logDrop(drop: DropRecord, current: number): Promise<boolean> {
    const ids = { eventId: drop.eventId, dropId: drop.id };
    const head = await readLogHead(database, ids);
    // In this order: whoever came in before this was asked has been served in the answer to the next question.
    const unlogged = await loadUnlogged(database, ids, admissionsPerBatch);
    // In this order: whoever came in again had the turn given back before.
    const returns = await loadUnloggedReturns(database, ids, admissionsPerBatch);
    // A position is written down for good: what is remembered of the drop may lack a gap that an epoch just brought.
    const fresh =
      unlogged.length + returns.length === 0 ? drop : ((await loadDrop(database, drop.id)) ?? drop);
    const line = await advanceLine(redis, { epoch: current, ...ids }, outage.standstill());
    if (line.kind !== 'line' || line.draw === 'pending') return false;
    // A Redis that forgot goes on a moment further back: those turns were given.
    const served = line.served.map((count, lane) => Math.max(count, head.served[lane] ?? 0));
    const hasMoved = served.some((count, lane) => count > (head.served[lane] ?? 0));
    const facts: LoggedFact[] = [
      ...(hasMoved
        ? [{ kind: 'TURNS', at: new Date(line.nowMs), served, joined: line.joined } as const]
        : []),
      ...inOrder(returns, unlogged).flatMap(({ kind, admissionId, lane, index, at }) => {
        const position = positions.positionOf(fresh, { lane, index }, fresh.lanes[lane]?.skipped ?? []);
        return position === null ? [] : [{ kind, at, admissionId, lane, position } as const];
      }),
    ];
    if (facts.length === 0) return false;
    let hash: Uint8Array = head.hash ?? firstHash;
    const entries = facts.map((fact, at): NewLogEntry => {
      hash = chainedHash(hash, drop.id, head.seq + 1 + at, fact);
      return { fact, hash: new Uint8Array(hash) };
    });
    const signature = signLogHead(drop.id, head.seq + entries.length, hash, key);
    await appendLog(database, ids, head, entries, { keyId: signingKey.kid, signature });
    return unlogged.length === admissionsPerBatch;
  }
}

type Coming = UnloggedAdmission & { readonly kind: 'ADMISSION' | 'RETURN' };

/** By time; at the same instant what was given back comes first. */
function inOrder(returns: readonly UnloggedAdmission[], admissions: readonly UnloggedAdmission[]): Coming[] {
  return [
    ...returns.map((one): Coming => ({ ...one, kind: 'RETURN' })),
    ...admissions.map((one): Coming => ({ ...one, kind: 'ADMISSION' })),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
