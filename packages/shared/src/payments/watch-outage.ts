import type { Database } from '../database/client.ts';
import { readOutage } from '../database/stripe-outages.ts';

/** Whether Stripe is out, as Postgres has it and as this process last saw it, a second ago at most. */
export interface OutageView {
  /** Calls to Stripe wait. */
  readonly isOpen: () => boolean;
  /** Nobody is let in: Stripe is out, or Redis does not know yet that it is back. */
  readonly isInterrupted: () => boolean;
  /** Looks again at once. Never rejects: what was seen last stays while Postgres is away. */
  readonly refresh: () => Promise<void>;
  readonly stop: () => void;
}

const refreshMs = 1_000;

export async function watchOutage(database: Database): Promise<OutageView> {
  let seen = { open: false, interrupted: false };
  const refresh = async (): Promise<void> => {
    try {
      const outage = await readOutage(database);
      seen = { open: outage?.isOpen === true, interrupted: outage !== null };
    } catch {
      // Postgres is away: nothing can be sold or called anyway.
    }
  };
  await refresh();
  const timer = setInterval(() => void refresh(), refreshMs).unref();
  return {
    isOpen: () => seen.open,
    isInterrupted: () => seen.interrupted,
    refresh,
    stop: () => clearInterval(timer),
  };
}
