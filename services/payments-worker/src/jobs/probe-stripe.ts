import { recordProbe, takeProbe } from '@fairgate/shared/database/stripe-outages.ts';
import type { WorkerStores } from '../worker-stores.ts';

export const probeEveryMs = 1_000;
/** So many answers in a row end an outage. */
const answersNeeded = 3;
/** An outage that follows another within this wants more of them: who comes and goes is not back yet. Seconds. */
const calmSeconds = 300;
const answersNeededSoon = 10;

/** While Stripe is out, one worker at a time asks once a second whether it is back. */
export async function probeStripe({ database, outage, probe, log, self }: WorkerStores): Promise<void> {
  if (!outage.isOpen()) return;
  const taken = await takeProbe(database, (probeEveryMs / 1000) * 0.9, calmSeconds);
  if (taken === null) return;
  const answered = (await probe()) === 'answered';
  const needed = taken.endedRecently ? answersNeededSoon : answersNeeded;
  if ((await recordProbe(database, taken.id, answered, needed, self)) !== 'ENDED') return;
  await outage.refresh();
  log.warn({ outage: String(taken.id) }, 'Stripe answers again: every deadline was moved by the outage');
}
