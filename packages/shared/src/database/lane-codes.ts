import { reach } from '../process/crash-points.ts';
import type { Database } from './client.ts';

export type RedeemOutcome =
  | { readonly kind: 'redeemed'; readonly lane: number }
  | { readonly kind: 'codeUnknown' | 'codeUsed' };

/** Uses a code up once for an account, however often it is asked. `hash`: see tokens/lane-code. */
export async function redeemLaneCode(
  database: Database,
  { eventId, id }: { readonly eventId: string; readonly id: string },
  accountId: string,
  hash: Uint8Array,
): Promise<RedeemOutcome> {
  reach('redeem-lane-code.before');
  const rows = await database.$queryRaw<{ outcome: string; lane: number | null }[]>`
    select outcome, lane from redeem_lane_code(${eventId}::uuid, ${id}::uuid, ${accountId}::uuid, ${new Uint8Array(hash)})`;
  reach('redeem-lane-code.after');
  const [row] = rows;
  switch (row?.outcome) {
    case 'REDEEMED':
      return { kind: 'redeemed', lane: row.lane ?? 0 };
    case 'CODE_UNKNOWN':
      return { kind: 'codeUnknown' };
    case 'CODE_USED':
      return { kind: 'codeUsed' };
    default:
      throw new Error(`redeem_lane_code answered ${row?.outcome}`);
  }
}

export interface InvitationView {
  readonly email: string;
  readonly laneName: string;
  readonly weightPercent: number;
  readonly dropId: string;
  readonly dropName: string;
  readonly opensAt: Date;
  readonly eventName: string;
  readonly venueName: string;
  readonly timeZone: string;
  readonly vendorName: string;
  readonly usable: boolean;
}

/** What the mail of an invitation says. null: it went with its drop. */
export async function loadInvitation(
  database: Database,
  { dropId, codeId }: { readonly dropId: string; readonly codeId: string },
): Promise<InvitationView | null> {
  const rows = await database.$queryRaw<InvitationView[]>`
    select c.email, l.name as "laneName", d.id as "dropId", d.name as "dropName", d.opens_at as "opensAt",
      e.name as "eventName", v.name as "venueName", e.time_zone as "timeZone", o.name as "vendorName",
      (100.0 * l.weight / (select sum(x.weight) from drop_lanes x
        where x.event_id = l.event_id and x.drop_id = l.drop_id))::float8 as "weightPercent",
      (c.revoked_at is null and c.uses < c.uses_max and e.status <> 'CANCELLED' and e.deleted_at is null) as usable
    from lane_codes c
    join drop_lanes l on l.event_id = c.event_id and l.drop_id = c.drop_id and l.lane = c.lane
    join drops d on d.event_id = c.event_id and d.id = c.drop_id
    join events e on e.id = c.event_id join venues v on v.id = e.venue_id join vendors o on o.id = e.vendor_id
    where c.drop_id = ${dropId}::uuid and c.id = ${codeId}::uuid and c.email is not null`;
  return rows[0] ?? null;
}
