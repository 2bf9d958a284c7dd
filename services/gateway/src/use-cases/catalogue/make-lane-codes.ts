import type { LaneCodesDraft, NewLaneCodes } from '@fairgate/shared/contracts/lanes.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { type LaneCodes, newLaneCode } from '@fairgate/shared/tokens/lane-code.ts';
import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../../access/policy.ts';
import { auditRow } from '../../catalogue/audit.ts';
import { type LanePlace, requireLane } from '../../catalogue/lane-access.ts';
import { violatedConstraint } from '../../catalogue/violated-constraint.ts';

/** Codes for a lane, shown this once. STATE_CONFLICT when one of the words is a code of the drop already. */
export async function makeLaneCodes(
  database: Database,
  laneCodes: LaneCodes,
  account: Account,
  place: LanePlace,
  draft: LaneCodesDraft,
): Promise<NewLaneCodes> {
  const texts = 'words' in draft ? draft.words : Array.from({ length: draft.count }, newLaneCode);
  const { vendorId } = await requireLane(database, account, place, texts.length);
  const codes = texts.map((code) => ({ id: uuidv7(), code }));
  const { eventId, dropId, lane } = place;
  try {
    await database.$transaction([
      database.laneCode.createMany({
        data: codes.map(({ id, code }) => ({
          ...{ eventId, dropId, lane, id, usesMax: draft.usesMax ?? 1 },
          codeHash: new Uint8Array(laneCodes.hashOf(dropId, code)),
        })),
      }),
      database.auditEntry.create(
        auditRow({
          ...{ actor: account.id, vendorId, action: 'lane.codes', subject: `drop:${dropId}` },
          detail: { lane, codes: codes.length, usesMax: draft.usesMax ?? 1 },
        }),
      ),
    ]);
  } catch (error) {
    if (violatedConstraint(error) !== 'lane_codes_hash_key') throw error;
    throw new Problem('STATE_CONFLICT', { state: 'CODE_EXISTS' });
  }
  return { codes };
}
