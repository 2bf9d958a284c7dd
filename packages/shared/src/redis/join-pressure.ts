import type { Redis } from 'ioredis';
import { dropKeys } from './keys.ts';
import { runScript } from './scripts.ts';

/** Whether a new entry costs a proof of work, and which one is shown for it. */
export interface ProofRule {
  /** So many may ask within about ten seconds before a proof is asked for. */
  readonly unprovenAsksMax: number;
  /** A proof that was checked: it gives one new entry. `keptMs`: for how long it would be good. */
  readonly proof: { readonly nonce: string; readonly keptMs: number } | null;
}

/** How many asked for a new place of the drop within about ten seconds; counted only where proofs are asked for. */
export async function readAsked(
  redis: Redis,
  { epoch, eventId, dropId }: { readonly epoch: number; readonly eventId: string; readonly dropId: string },
): Promise<number> {
  const [, asked] = await runScript(redis, 'join-pressure', [dropKeys(epoch, eventId, dropId).drop], []);
  return Number(asked);
}
