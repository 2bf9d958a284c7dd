import type { Redis } from 'ioredis';
import { dropKeys } from './keys.ts';
import { runScript } from './scripts.ts';
import type { DropPlace } from './waiting-room.ts';

/** The turn of an admission that ended counts as not used. Done twice, or for another admission, it changes nothing. */
export async function returnTurn(
  redis: Redis,
  place: DropPlace,
  accountId: string,
  admissionId: string,
): Promise<void> {
  const { admitted, admissions } = dropKeys(place.epoch, place.eventId, place.dropId);
  await runScript(redis, 'turn-return', [admitted, admissions], [accountId, admissionId]);
}
