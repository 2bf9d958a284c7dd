import type { FaultOrder } from '@fairgate/loopback-stripe/control/control-shapes.ts';
import { pickWeighted, seededRandom } from '@fairgate/rehearsal/crowd/seeded-random.ts';
import type { LinkMode } from '../network/tcp-link.ts';
import { type LinkTarget, linkTargets } from '../stack/service-process.ts';

/** One fault of a schedule: when it begins, and for how long it lasts where it lasts. Milliseconds from the start. */
export type FaultStep = { readonly atMs: number } & (
  | { readonly kind: 'kill' | 'restart'; readonly process: string }
  | { readonly kind: 'pause'; readonly process: string; readonly forMs: number }
  | { readonly kind: 'postgresCrash' | 'redisRestart' | 'redisFlush' | 'stripeKill' }
  | { readonly kind: 'redisLoseLast'; readonly lostMs: number }
  | { readonly kind: 'redisPromote'; readonly lagMs: number }
  | {
      readonly kind: 'link';
      /** null: the links of all processes. */
      readonly process: string | null;
      readonly target: LinkTarget | 'webhook';
      readonly mode: LinkMode;
      readonly delayMs: number;
      readonly forMs: number;
    }
  | { readonly kind: 'stripe'; readonly fault: FaultOrder; readonly forMs: number }
);
export type FaultKind = FaultStep['kind'];

/** How often each is chosen, against the others. */
const weights: Readonly<Record<FaultKind, number>> = {
  kill: 5,
  restart: 2,
  pause: 3,
  postgresCrash: 1,
  redisRestart: 1,
  redisFlush: 1,
  redisLoseLast: 2,
  redisPromote: 1,
  stripeKill: 1,
  link: 6,
  stripe: 6,
};

const pauseMsMax = 4_500;
const faultMsMax = 5_000;
const delayMsMax = 250;
const lostMsMax = 2_000;
const lagMsMax = 1_500;
const betweenMsMax = 2_600;
/** Faults begin when the crowd is in, and the last ones end before the schedule does. */
const firstMs = 1_000;

/** Follows from its arguments alone: the same seed is the same schedule. */
export function makeSchedule(
  seed: number,
  lengthMs: number,
  processes: readonly string[],
): readonly FaultStep[] {
  const random = seededRandom(seed, 1);
  const upTo = (max: number): number => Math.round(random() * max);
  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const steps: FaultStep[] = [];
  for (let atMs = firstMs; atMs < lengthMs - faultMsMax; atMs += 300 + upTo(betweenMsMax)) {
    const kind = pickWeighted(weights, random);
    switch (kind) {
      case 'kill':
      case 'restart':
        steps.push({ atMs, kind, process: oneOf(processes) });
        break;
      case 'pause':
        steps.push({ atMs, kind, process: oneOf(processes), forMs: 300 + upTo(pauseMsMax - 300) });
        break;
      case 'redisLoseLast':
        steps.push({ atMs, kind, lostMs: 200 + upTo(lostMsMax) });
        break;
      case 'redisPromote':
        steps.push({ atMs, kind, lagMs: 100 + upTo(lagMsMax) });
        break;
      case 'link': {
        const mode = oneOf<LinkMode>(['open', 'cut', 'swallow', 'upOnly', 'downOnly']);
        const delayMs = mode === 'open' ? 20 + upTo(delayMsMax) : 0;
        const target = oneOf([...linkTargets, 'webhook'] as const);
        const process = random() < 0.4 ? null : oneOf(processes);
        steps.push({ atMs, kind, target, process, mode, delayMs, forMs: 300 + upTo(faultMsMax - 300) });
        break;
      }
      case 'stripe':
        steps.push({ atMs, kind, fault: stripeFault(random), forMs: 500 + upTo(faultMsMax - 500) });
        break;
      default:
        steps.push({ atMs, kind });
    }
  }
  return steps;
}

function stripeFault(random: () => number): FaultOrder {
  const seed = Math.floor(random() * 1_000_000);
  const probability = 0.2 + 0.6 * random();
  const path = '/v1/payment_intents*';
  const faults: readonly FaultOrder[] = [
    { kind: 'latency', ms: 200, jitterMs: 1_500, probability, seed },
    { kind: 'drop_reply', path, probability, seed },
    { kind: 'error_before', path, probability, seed },
    { kind: 'error_before', path, probability, seed, kept: false },
    { kind: 'error_after', path, probability, seed },
    { kind: 'rate_limit', probability, seed },
    { kind: 'outage', mode: 'cut' },
    { kind: 'outage', mode: 'hang' },
    { kind: 'outage', mode: 'unavailable' },
    { kind: 'webhook_duplicate', copies: 3, probability, seed },
    { kind: 'webhook_reorder', ms: 1_000 },
    { kind: 'webhook_delay', ms: 1_000, jitterMs: 2_000 },
    { kind: 'webhook_lose', probability, seed },
    { kind: 'webhook_lose' },
  ];
  return faults[Math.floor(random() * faults.length)] as FaultOrder;
}

/** Whether holds without an order may be gone after it: another run of Redis is another epoch, whatever it remembers. */
export function losesLeases({ kind }: FaultStep): boolean {
  return kind.startsWith('redis');
}

export function describeStep(step: FaultStep): string {
  const { atMs, kind, ...facts } = step;
  return `${(atMs / 1000).toFixed(1).padStart(5)} s ${kind} ${JSON.stringify(facts)}`;
}
