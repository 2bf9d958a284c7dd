import { type CallName, countOne } from '../outcome/tally.ts';
import type { Fan } from './fan.ts';

/** What a call of the typed client answers. */
interface Answered {
  readonly response: {
    readonly status: number;
    readonly headers: { readonly get: (name: string) => string | null };
  };
  readonly error?: unknown;
}

/** The sale was ended while a fan was busy: it drops everything. */
export class SaleOver extends Error {}

/** Something that must not happen to a customer. */
export class Surprise extends Error {}

const triesMax = 40;
const lostCallPauseMs = 1_000;
const retrySecondsDefault = 2;

/**
 * Calls, and obeys 429 and 503: waits as long as Retry-After says, and a little more, so that a crowd that was sent away
 * together does not come back together. A lost call is repeated: every call is safe to repeat.
 */
export async function ask<A extends Answered>(fan: Fan, name: CallName, call: () => Promise<A>): Promise<A> {
  const { tally, pauses } = fan;
  for (let tries = 1; tries <= triesMax; tries += 1) {
    if (pauses.isOver()) throw new SaleOver();
    await fan.token.fresh();
    const answer = await timed(fan, name, call);
    if (answer === null) {
      tally.lostCalls += 1;
      await pauses.wait(lostCallPauseMs);
      continue;
    }
    const { status, headers } = answer.response;
    countOne(tally.statuses, status);
    if (status < 400) return answer;
    const code = codeOf(answer);
    countOne(tally.refusals, code ?? `HTTP ${status}`);
    if (status === 503 && code !== null) tally.shed503 += 1;
    else if (status >= 500) tally.http5xx += 1;
    if (status === 429) tally.throttled429 += 1;
    if (status !== 429 && status < 500) return answer;
    const seconds = Number(headers.get('retry-after') ?? retrySecondsDefault);
    await pauses.wait(seconds * 1000 * (1 + 0.5 * fan.random()));
  }
  throw new Surprise(`${name} was refused ${triesMax} times`);
}

async function timed<A>(fan: Fan, name: CallName, call: () => Promise<A>): Promise<A | null> {
  const startedAt = performance.now();
  try {
    const answer = await call();
    fan.tally.latencies[name].add(performance.now() - startedAt);
    return answer;
  } catch {
    return null;
  }
}

/** The code of a problem; null when the answer is none of ours. */
export function codeOf(answer: Answered): string | null {
  const { error } = answer;
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** For an answer that the story has no place for. */
export function surprise(name: CallName, answer: Answered): Surprise {
  return new Surprise(`${name} answered ${answer.response.status} ${JSON.stringify(answer.error ?? null)}`);
}
