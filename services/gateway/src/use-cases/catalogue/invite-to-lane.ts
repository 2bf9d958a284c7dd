import type { LaneInvitations } from '@fairgate/shared/contracts/lanes.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { sql } from '@fairgate/shared/database/sql.ts';
import type { LaneCodes } from '@fairgate/shared/tokens/lane-code.ts';
import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { type LanePlace, requireLane } from '../../catalogue/lane-access.ts';

/** Mails each address a code of its own for a lane, once; one that was invited to it already gets none. */
export async function inviteToLane(
  database: Database,
  laneCodes: LaneCodes,
  account: Account,
  place: LanePlace,
  emails: readonly string[],
): Promise<LaneInvitations> {
  const addresses = [...new Set(emails.map((email) => email.toLowerCase()))];
  const { vendorId } = await requireLane(database, account, place, addresses.length);
  const { eventId, dropId, lane } = place;
  const ids = addresses.map(() => uuidv7());
  const hashes = ids.map((id) => new Uint8Array(laneCodes.hashOf(dropId, laneCodes.invitationCodeOf(id))));
  const note = {
    ...{ actor: account.id, vendorId, action: 'lane.invite', subject: `drop:${dropId}` },
    detail: { lane, addresses: addresses.length },
  };
  const rows = await database.$queryRaw<unknown[]>`
    with changed as (
      insert into lane_codes (event_id, drop_id, id, lane, code_hash, email, uses_max)
        select ${eventId}::uuid, ${dropId}::uuid, n.id, ${lane}::smallint, n.hash, n.email, 1
        from unnest(${ids}::uuid[], ${hashes}::bytea[], ${addresses}::text[]) as n (id, hash, email)
      on conflict do nothing returning id),
    mails as (
      insert into outbox (topic, dedupe_key, event_id, payload)
        select 'mail', 'lane-invitation:' || id, ${eventId}::uuid,
          jsonb_build_object('template', 'lane-invitation', 'dropId', ${dropId}::uuid, 'codeId', id)
        from changed on conflict do nothing),
    ${sql`${audited(note)}`}
    select id from changed`;
  return { invited: rows.length, already: addresses.length - rows.length };
}
