import { isOfDevice } from '@fairgate/shared/database/admission-moves.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { ProvenAdmission } from './admission-token.ts';

/** Throws NO_ADMISSION when the admission was taken over by another device: its old token is good by itself until it ends. */
export async function requireDevice(
  database: Database,
  eventId: string,
  { admissionId, device }: Pick<ProvenAdmission, 'admissionId' | 'device'>,
): Promise<void> {
  if (!(await isOfDevice(database, { eventId, admissionId, device })))
    throw new Problem('NO_ADMISSION', { reason: 'moved' });
}
