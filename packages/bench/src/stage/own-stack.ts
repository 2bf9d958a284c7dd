import { type Stack, startStack } from '@fairgate/launcher/stack.ts';
import type { Conditions } from '../figure.ts';

/** How many processes of the services that a figure needs; the others are not started. */
export interface Services {
  readonly gateway?: number;
  readonly 'queue-worker'?: number;
}

/** Runs something on stores and services of its own, all on loopback and gone afterwards, whatever happens. */
export async function onOwnStack<T>(
  { signal }: Conditions,
  services: Services,
  work: (stack: Stack) => Promise<T>,
): Promise<T> {
  const stack = await startStack({
    services: { gateway: 0, 'queue-worker': 0, 'payments-worker': 0, ...services },
    // Each simulated visitor comes from an address of its own; from one they would meet its limit.
    environment: { TRUSTED_PROXIES: '127.0.0.1', LOG_LEVEL: 'warn' },
    fsync: true,
    signal,
  });
  try {
    return await work(stack);
  } finally {
    await stack.stop();
  }
}
