import type { Admission } from '@fairgate/shared/contracts/waiting-room.ts';
import { moveAdmission } from '@fairgate/shared/database/admission-moves.ts';
import { writeAdmission } from '@fairgate/shared/database/admissions.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { drawName } from '@fairgate/shared/database/drop-record.ts';
import type { DrawPositions } from '@fairgate/shared/draw/draw-positions.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { OutageView } from '@fairgate/shared/payments/watch-outage.ts';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { endAdmission, grantAdmission } from '@fairgate/shared/redis/waiting-room.ts';
import { hashOfMoveCode } from '@fairgate/shared/tokens/move-code.ts';
import { verifyPlace } from '@fairgate/shared/tokens/place-ticket.ts';
import { v7 as uuidv7 } from 'uuid';
import type { AdmissionTokens } from '../sale/admission-token.ts';
import type { DropDirectory } from '../sale/drop-directory.ts';
import type { EpochView } from '../sale/epoch-view.ts';
import { dropProblem } from '../sale/refusals.ts';

export interface ComeInStores {
  readonly database: Database;
  readonly redis: RedisConnection;
  readonly epoch: EpochView;
  readonly outage: OutageView;
  readonly drops: DropDirectory;
  readonly admissionTokens: AdmissionTokens;
  readonly positions: DrawPositions;
  /** Each may have signed a place that is shown. */
  readonly placeSecrets: readonly Uint8Array[];
}

const notYetRetrySeconds = 2;
/** While Stripe is out nobody is let in. Seconds. */
const interruptedRetrySeconds = 5;

/** Which device comes in, and how it takes the place of another one that did. */
export interface ComingDevice {
  /** As tokens/device-key has it. */
  readonly device: string;
  readonly moveCode: string | undefined;
  readonly takeOver: boolean;
}

/**
 * A served visitor exchanges the place ticket for an admission; asking again gives the same one, to the same device.
 * OTHER_DEVICE for another one of the account, unless it takes the first one's place.
 */
export async function comeIn(
  stores: ComeInStores,
  dropId: string,
  accountId: string,
  placeTicket: string,
  coming: ComingDevice,
): Promise<Admission> {
  const drop = await stores.drops.find(dropId);
  const entry = verifyPlace(placeTicket, stores.placeSecrets);
  if (entry === null || entry.dropId !== drop.id || entry.accountId !== accountId)
    throw new Problem('PLACE_INVALID');
  const position = stores.positions.positionOf(drop, entry, drop.lanes[entry.lane]?.skipped ?? []);
  const rank = position === null ? null : position + 1;
  if (stores.outage.isInterrupted())
    throw new Problem('PAYMENT_UNAVAILABLE', { rank }, interruptedRetrySeconds);
  const place = { epoch: stores.epoch.current(), eventId: drop.eventId, dropId: drop.id };
  // Before the draw there is no position; the line says what it waits for.
  const drawn = {
    ...entry,
    position: position ?? 0,
    draw: position === null ? 'pending' : drawName(drop.draw),
  };
  const outcome = await grantAdmission(stores.redis, place, drawn, uuidv7());
  switch (outcome.kind) {
    case 'granted':
    case 'already': {
      const { admissionId, expiresMs } = outcome;
      await stores.epoch.confirm(place.epoch);
      const expiresAt = new Date(expiresMs);
      // Known to Postgres before it is handed out. Should this fail, the same request finds the same admission.
      const written = await writeAdmission(stores.database, {
        ...entry,
        ...place,
        admissionId,
        expiresAt,
        device: coming.device,
      });
      // A new epoch was claimed meanwhile, which may have counted its shoppers already: this one is not of them.
      if (written === null) throw dropProblem('notReady', drop);
      if (written.state !== 'ACTIVE') {
        // It ended in Postgres while Redis did not hear of it: the turn is used.
        await endAdmission(stores.redis, place, accountId, admissionId);
        throw new Problem('PLACE_INVALID', { reason: 'turnUsed' });
      }
      const device = await settleDevice(
        stores.database,
        { ...place, admissionId, accountId },
        written.device,
        coming,
      );
      const token = await stores.admissionTokens.issue({
        admissionId,
        accountId,
        dropId: drop.id,
        expiresMs,
        device,
      });
      return { admissionId, dropId: drop.id, expiresAt: expiresAt.toISOString(), token };
    }
    case 'notYet':
      throw new Problem('NOT_YOUR_TURN', { rank, serving: outcome.served }, notYetRetrySeconds);
    case 'notDrawn':
      throw new Problem('NOT_YOUR_TURN', { rank, reason: 'notDrawn' }, notYetRetrySeconds);
    case 'full':
      throw new Problem('SHOP_FULL', {}, notYetRetrySeconds);
    case 'turnUsed':
    case 'notEntered':
      throw new Problem('PLACE_INVALID', { reason: outcome.kind });
    default:
      throw dropProblem(outcome.kind, drop);
  }
}

/** The device that the admission is good on from now on. One that has no name yet takes the name of who asks. */
async function settleDevice(
  database: Database,
  admission: { readonly eventId: string; readonly admissionId: string; readonly accountId: string },
  known: string,
  { device, moveCode, takeOver }: ComingDevice,
): Promise<string> {
  if (known === device) return device;
  // One without a name takes nobody's place: whose it was could not be told from it.
  if (device === '') throw new Problem('OTHER_DEVICE');
  if (moveCode === undefined && !takeOver && known !== '') throw new Problem('OTHER_DEVICE');
  const { eventId, admissionId, accountId } = admission;
  const codeHash = moveCode === undefined ? null : hashOfMoveCode(admissionId, moveCode);
  if (!(await moveAdmission(database, { eventId, admissionId, device }, accountId, codeHash)))
    throw new Problem('MOVE_CODE_INVALID');
  return device;
}
