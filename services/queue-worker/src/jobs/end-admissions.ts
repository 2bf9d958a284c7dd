import {
  type EndedAdmission,
  expireAdmissions,
  spendAdmissions,
} from '@fairgate/shared/database/admissions.ts';
import { ordersPerAdmissionMax } from '@fairgate/shared/domain/limits.ts';
import { endAdmission } from '@fairgate/shared/redis/waiting-room.ts';
import type { WorkerStores } from '../worker-stores.ts';

const admissionsPerRound = 500;

/** Writes down which admissions ran out. Their slots are free already: the scripts compare with the clock. */
export async function endExpiredAdmissions(stores: WorkerStores): Promise<boolean> {
  const ended = await expireAdmissions(stores.database, admissionsPerRound);
  await freeSlots(stores, ended);
  return ended.length === admissionsPerRound;
}

/** Ends the admissions that can serve no further order: all are used and over, or the customer is at the limit. */
export async function endSpentAdmissions(stores: WorkerStores): Promise<boolean> {
  const ended = await spendAdmissions(stores.database, ordersPerAdmissionMax, admissionsPerRound);
  await freeSlots(stores, ended);
  return ended.length === admissionsPerRound;
}

/** Frees the slots of ended admissions for the next turns. */
export async function freeSlots(stores: WorkerStores, ended: readonly EndedAdmission[]): Promise<void> {
  const epoch = stores.epoch.current();
  if (epoch === null) return;
  await Promise.all(
    ended.map(({ eventId, dropId, accountId, admissionId }) =>
      endAdmission(stores.redis, { epoch, eventId, dropId }, accountId, admissionId),
    ),
  );
}
