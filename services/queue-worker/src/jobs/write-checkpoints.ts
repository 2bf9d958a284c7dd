import { createPrivateKey, sign } from 'node:crypto';
import type { SigningJwk } from '@fairgate/shared/config-parsers.ts';
import {
  loadCheckpointHeads,
  type PreviousCheckpoint,
  takeCheckpointEvents,
  writeCheckpoint,
} from '@fairgate/shared/database/checkpoints.ts';
import { checkpointOf, checkpointText } from '@fairgate/shared/ledger/checkpoint.ts';
import { roundKey } from '@fairgate/shared/redis/keys.ts';
import type { WorkerStores } from '../worker-stores.ts';

const eventsPerRound = 50;
export const checkpointEveryMs = 30_000;

/**
 * Signs the newest entries of every ticket of the events whose ledger grew, one after the other, and sends the signed
 * line out of the database by the log: a history that is edited or shortened later no longer fits.
 */
export async function writeCheckpoints(
  { database, redis, log }: Pick<WorkerStores, 'database' | 'redis' | 'log'>,
  signingKey: SigningJwk,
): Promise<void> {
  const mine = await redis.set(roundKey('checkpoints'), '1', 'PX', checkpointEveryMs - 1_000, 'NX');
  if (mine === null) return;
  const key = createPrivateKey({ key: { ...signingKey }, format: 'jwk' });
  for (const previous of await takeCheckpointEvents(database, eventsPerRound)) {
    try {
      await writeOne(previous);
    } catch (error) {
      log.error({ err: error, eventId: previous.eventId }, 'a checkpoint was not written and is tried again');
    }
  }

  async function writeOne(previous: PreviousCheckpoint): Promise<void> {
    const heads = await loadCheckpointHeads(database, previous.eventId);
    const content = checkpointOf(previous, heads);
    // Also one whose root is the same: an order or an edit may have touched no ticket, and the event must leave the queue.
    const text = checkpointText(content);
    const signature = sign(null, Buffer.from(text), key).toString('base64url');
    await writeCheckpoint(database, content, signingKey.kid, signature);
    log.info({ checkpoint: text, keyId: signingKey.kid, signature }, 'ledger checkpoint');
  }
}
