import { AsyncLocalStorage } from 'node:async_hooks';
import { TooLateError } from './not-sent-error.ts';

const deadlines = new AsyncLocalStorage<() => void>();

/**
 * Makes a call that is not to leave any more once `isTooLate`. It is looked at now, and by the client once more with the
 * request in its hands (`assertInTime`): before that it may wait for its share of Stripe's budget. Rejects with a
 * TooLateError, as it is or wrapped by the SDK.
 */
export async function sendInTime<T>(isTooLate: () => boolean, send: () => Promise<T>): Promise<T> {
  const assert = (): void => {
    if (isTooLate())
      throw new TooLateError('the key may be forgotten by now, or another process have made it');
  };
  assert();
  return deadlines.run(assert, send);
}

/** Throws a TooLateError when the call that this request belongs to is not to leave any more. */
export function assertInTime(): void {
  deadlines.getStore()?.();
}
