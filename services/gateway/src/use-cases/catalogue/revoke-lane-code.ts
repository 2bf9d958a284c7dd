import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { type LanePlace, requireLane } from '../../catalogue/lane-access.ts';

/** Nobody can use the code from now on; who used it keeps the place. Revoking twice is harmless. */
export async function revokeLaneCode(
  database: Database,
  account: Account,
  place: LanePlace,
  codeId: string,
): Promise<void> {
  const { vendorId } = await requireLane(database, account, place);
  const { eventId, dropId, lane } = place;
  const note = {
    ...{ actor: account.id, vendorId, action: 'lane.revoke-code', subject: `drop:${dropId}` },
    detail: { lane, codeId },
  };
  const key = { eventId, dropId, lane, id: codeId };
  await database.$queryRaw`
    with changed as (
      update lane_codes set revoked_at = clock_timestamp()
        where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and lane = ${lane}::smallint
          and id = ${codeId}::uuid and revoked_at is null
        returning id),
    ${audited(note)}
    select id from changed`;
  if ((await database.laneCode.count({ where: key })) === 0) throw new Problem('NOT_FOUND');
}
