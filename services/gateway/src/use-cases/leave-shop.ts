import { closeAdmission } from '@fairgate/shared/database/admissions.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { endAdmission } from '@fairgate/shared/redis/waiting-room.ts';
import type { AdmissionBearer, AdmissionTokens } from '../sale/admission-token.ts';
import type { DropDirectory } from '../sale/drop-directory.ts';
import type { EpochView } from '../sale/epoch-view.ts';
import { requireDevice } from '../sale/require-device.ts';

export interface LeaveStores {
  readonly database: Database;
  readonly redis: RedisConnection;
  readonly epoch: EpochView;
  readonly drops: DropDirectory;
  readonly admissionTokens: AdmissionTokens;
}

/** Gives the admission up, so that the next turn comes at once. Leaving twice is harmless. */
export async function leaveShop(
  stores: LeaveStores,
  dropId: string,
  accountId: string,
  bearer: AdmissionBearer,
): Promise<void> {
  const drop = await stores.drops.find(dropId);
  const admission = await stores.admissionTokens.prove(bearer, accountId, drop.id);
  await requireDevice(stores.database, drop.eventId, admission);
  const { admissionId } = admission;
  await closeAdmission(stores.database, drop.eventId, admissionId, 'LEFT');
  const place = { epoch: stores.epoch.current(), eventId: drop.eventId, dropId: drop.id };
  await endAdmission(stores.redis, place, accountId, admissionId);
}
