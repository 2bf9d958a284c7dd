import type { MoveCode } from '@fairgate/shared/contracts/waiting-room.ts';
import { offerMove as offer } from '@fairgate/shared/database/admission-moves.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { hashOfMoveCode, newMoveCode } from '@fairgate/shared/tokens/move-code.ts';
import type { AdmissionBearer, AdmissionTokens } from '../sale/admission-token.ts';
import type { DropDirectory } from '../sale/drop-directory.ts';
import { requireDevice } from '../sale/require-device.ts';

export interface MoveStores {
  readonly database: Database;
  readonly drops: DropDirectory;
  readonly admissionTokens: AdmissionTokens;
}

const moveCodeSeconds = 300;

/** A code with which another device of the account may go on instead of this one. The newest is the one that counts. */
export async function offerMove(
  { database, drops, admissionTokens }: MoveStores,
  dropId: string,
  accountId: string,
  bearer: AdmissionBearer,
): Promise<MoveCode> {
  const drop = await drops.find(dropId);
  const { admissionId, device } = await admissionTokens.prove(bearer, accountId, drop.id);
  const code = newMoveCode();
  const until = await offer(
    database,
    { eventId: drop.eventId, admissionId, device },
    hashOfMoveCode(admissionId, code),
    moveCodeSeconds,
  );
  if (until === null) {
    await requireDevice(database, drop.eventId, { admissionId, device });
    throw new Problem('NO_ADMISSION');
  }
  return { code, expiresAt: until.toISOString() };
}
