import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Stage } from '../points/stage.ts';
import { type ProcessDifference, serviceOf } from '../stack/fault-stack.ts';
import { pays } from '../workload/buy-tickets.ts';
import { nothingSeen, type Seen } from './seen.ts';
import { buyOne } from './story-parts.ts';

const skew = pathToFileURL(join(import.meta.dirname, '..', 'stack', 'skew-clock.ts')).href;

function wrongBy(seconds: number): ProcessDifference {
  return { environment: { NODE_OPTIONS: `--import=${skew}?seconds=${seconds}` } };
}

const lateGateway = 'gateway-2';

export const wrongClocks: Readonly<Record<string, ProcessDifference>> = {
  [lateGateway]: wrongBy(25),
  'queue-worker-1': wrongBy(-600),
  'queue-worker-2': wrongBy(-600),
  'payments-worker-1': wrongBy(600),
  'payments-worker-2': wrongBy(600),
};

/**
 * Some buy at whichever gateway, and some leave their order: what ends when is up to the database's clock. A gateway that
 * is wrong by more than this is not ready; every webhook comes to the one that is wrong.
 */
export async function clocksApart(stage: Stage): Promise<Seen> {
  const { stack } = stage;
  stack.webhookLink.aim(Number(new URL(serviceOf(stack, lateGateway).url).port));
  const cancels = { cards: [], cancels: true, comesBack: false } as const;
  const leaves = { cards: [], cancels: false, comesBack: false } as const;
  await Promise.all([
    ...Array.from({ length: 4 }, () => buyOne(stage, pays)),
    ...Array.from({ length: 2 }, () => buyOne(stage, { ...pays, cards: ['pm_card_authenticationRequired'] })),
    buyOne(stage, cancels),
    buyOne(stage, leaves),
  ]);
  return nothingSeen;
}
