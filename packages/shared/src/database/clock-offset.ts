import type { Database } from './client.ts';

/**
 * A gateway's clock may differ from the database's by so much; beyond it tokens look expired, or not valid yet, and
 * webhooks too old. Seconds.
 */
export const clockOffsetSecondsMax = 30;

/** This process's clock less the database's. Seconds; as wrong as half of the time that the answer took. */
export async function readClockOffset(database: Database): Promise<number> {
  const askedMs = Date.now();
  const [row] = await database.$queryRaw<{ ms: number }[]>`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`;
  if (row === undefined) throw new Error('the database does not tell the time');
  return ((askedMs + Date.now()) / 2 - row.ms) / 1000;
}

/** Rejects where this process's clock is too wrong to judge tokens and webhooks by. */
export async function assertClock(database: Database): Promise<void> {
  const offset = await readClockOffset(database);
  if (Math.abs(offset) > clockOffsetSecondsMax)
    throw new Error(
      `this clock differs from the database's by ${Math.round(offset)} s, more than ${clockOffsetSecondsMax}: set right the one that is wrong`,
    );
}
