import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPauses } from '@fairgate/rehearsal/crowd/pauses.ts';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { endAdmission, grantAdmission } from '@fairgate/shared/redis/waiting-room.ts';
import { type BareLine, lookAt, type Waiting } from './bare-line.ts';

/** What people do whose turn has come. Milliseconds; each is asked once for each person. */
export interface TurnHabits {
  readonly comes: () => boolean;
  readonly comeMs: () => number;
  readonly shopMs: () => number;
}

/** When somebody had seen so many served. Milliseconds from the beginning. */
export interface ServedAt {
  readonly atMs: number;
  readonly served: number;
}

export interface PlayedLine {
  readonly curve: readonly ServedAt[];
  /** When people came in, in order. Milliseconds from the beginning. */
  readonly cameInMs: readonly number[];
}

/** Plays a line in real time against the real scripts: whoever is served comes or does not, shops, and leaves. */
export async function playLine(
  redis: RedisConnection,
  line: BareLine,
  habits: TurnHabits,
  {
    forMs,
    lookEveryMs,
    signal,
  }: { readonly forMs: number; readonly lookEveryMs: number; readonly signal: AbortSignal },
): Promise<PlayedLine> {
  const curve: ServedAt[] = [];
  const cameInMs: number[] = [];
  const startedMs = performance.now();
  // Thousands wait at a time: each with the signal itself would cost more than the line.
  const pauses = openPauses();
  signal.addEventListener('abort', pauses.end, { once: true });
  const visit = async (who: Waiting): Promise<void> => {
    await pauses.wait(habits.comeMs());
    if (pauses.isOver()) return;
    const admissionId = randomUUID();
    const outcome = await grantAdmission(redis, line.place, who, admissionId);
    if (outcome.kind !== 'granted') throw new Error(`somebody served did not come in: ${outcome.kind}`);
    cameInMs.push(performance.now() - startedMs);
    await pauses.wait(habits.shopMs());
    if (!pauses.isOver()) await endAdmission(redis, line.place, who.accountId, admissionId);
  };
  const failed: unknown[] = [];
  let known = 0;
  while (performance.now() - startedMs <= forMs && failed.length === 0 && !signal.aborted) {
    const served = (await lookAt(redis, line.place)).served[0] ?? 0;
    curve.push({ atMs: performance.now() - startedMs, served });
    for (const who of line.people.slice(known, served)) {
      // What happens after the end is nobody's concern any more.
      if (habits.comes()) visit(who).catch((error: unknown) => pauses.isOver() || failed.push(error));
    }
    known = served;
    await sleep(lookEveryMs);
  }
  pauses.end();
  signal.removeEventListener('abort', pauses.end);
  signal.throwIfAborted();
  if (failed.length > 0) throw failed[0];
  if (known >= line.people.length) throw new Error('the line was too short for its play');
  return { curve, cameInMs: cameInMs.toSorted((a, b) => a - b) };
}
