import type { Database } from '../database/client.ts';
import { areLinesHeld } from '../database/recovery-state.ts';
import { readOutage } from '../database/stripe-outages.ts';
import type { Standstill } from '../domain/line-bounds.ts';

/** Whether Stripe is out, and whether the lines move, as Postgres has it and as this process last saw it, a second ago at most. */
export interface OutageView {
  /** Calls to Stripe wait. */
  readonly isOpen: () => boolean;
  /** Nobody is let in: Stripe is out, or Redis does not know yet that it is back. */
  readonly isInterrupted: () => boolean;
  /** Why no line moves: Stripe, or operators who hold all lines. Empty: they move. */
  readonly standstill: () => Standstill;
  /** Looks again at once. Never rejects: what was seen last stays while Postgres is away. */
  readonly refresh: () => Promise<void>;
  readonly stop: () => void;
}

const refreshMs = 1_000;

export async function watchOutage(database: Database): Promise<OutageView> {
  let seen = { open: false, interrupted: false, held: false };
  const refresh = async (): Promise<void> => {
    try {
      const [outage, held] = await Promise.all([readOutage(database), areLinesHeld(database)]);
      seen = { open: outage?.isOpen === true, interrupted: outage !== null, held };
    } catch {
      // Postgres is away: nothing can be sold or called anyway.
    }
  };
  await refresh();
  const timer = setInterval(() => void refresh(), refreshMs).unref();
  return {
    isOpen: () => seen.open,
    isInterrupted: () => seen.interrupted,
    standstill() {
      if (seen.interrupted) return 'payments';
      return seen.held ? 'held' : '';
    },
    refresh,
    stop: () => clearInterval(timer),
  };
}
