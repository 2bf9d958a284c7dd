import type { Redis } from 'ioredis';
import { reach } from '../process/crash-points.ts';
import { type DropKeys, dropKeys } from './keys.ts';
import { type DropPlace, type JoinedEntry, uuidBytes } from './waiting-room.ts';

/** Puts entries back as Postgres has them, when an epoch is filled. Existing ones are left alone. */
export async function restoreEntries(
  redis: Redis,
  place: DropPlace,
  entries: readonly (JoinedEntry & { readonly isLeft?: boolean })[],
): Promise<void> {
  const keys: DropKeys = dropKeys(place.epoch, place.eventId, place.dropId);
  reach('restore-entries.before');
  await Promise.all(
    entries.map((entry) =>
      redis.hsetnx(
        keys.entries,
        uuidBytes(entry.accountId),
        `${entry.lane}:${entry.index}${entry.isLeft === true ? ':x' : ''}`,
      ),
    ),
  );
  reach('restore-entries.after');
}

/**
 * Puts an admission back under its account's newest entry. One that ended counts too: it says that the turn was used.
 * Both keys are written together: a half of them would be a used turn without an admission.
 */
export async function restoreAdmission(
  redis: Redis,
  place: DropPlace,
  admission: { readonly accountId: string; readonly admissionId: string; readonly expiresMs: number },
): Promise<void> {
  const keys = dropKeys(place.epoch, place.eventId, place.dropId);
  reach('restore-admission.before');
  await redis
    .multi()
    .zadd(keys.admitted, 'NX', admission.expiresMs, admission.accountId)
    .hsetnx(keys.admissions, admission.accountId, admission.admissionId)
    .exec();
  reach('restore-admission.after');
}
