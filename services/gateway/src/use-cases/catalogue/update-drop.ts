import type { Drop, DropDraft } from '@fairgate/shared/contracts/drops.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { sql } from '@fairgate/shared/database/sql.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { type DrawSetup, planDraw, scheduledFromChanged } from '../../catalogue/draw-plan.ts';
import { readDropFields, requireOpeningAhead } from '../../catalogue/drop-fields.ts';
import { queuedFromChanged } from '../../catalogue/drop-publication.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { showDrop, withTicketCount } from '../../catalogue/show-drop.ts';

/** Replaces a drop. Its opening cannot move once the database's clock has reached it: STATE_CONFLICT. */
export async function updateDrop(
  database: Database,
  draws: DrawSetup,
  account: Account,
  eventId: string,
  dropId: string,
  version: number,
  draft: DropDraft,
): Promise<Drop> {
  const { vendorId, timeZone } = await requireEvent(database, account, eventId, 'edit');
  const fields = readDropFields(draft, timeZone);
  const key = { where: { eventId_id: { eventId, id: dropId } }, include: withTicketCount };
  const present = await database.drop.findUnique({
    ...key,
    include: { ...withTicketCount, draw: { select: { state: true } } },
  });
  if (present === null) throw new Problem('NOT_FOUND');
  // Whether an opening that has come may still move is the database's to say.
  if (present.version === version && present.opensAt.getTime() > Date.now())
    requireOpeningAhead(fields.opensAt, Date.now());
  const moved =
    present.opensAt.getTime() !== fields.opensAt.getTime() || present.sealSeconds !== fields.sealSeconds;
  const plan = moved ? planDraw(draws, dropId, fields, Date.now(), present.draw !== null) : null;
  const detail = { from: version, set: fields };
  const note = { actor: account.id, vendorId, action: 'drop.update', subject: `drop:${dropId}`, detail };
  // Callers know it to the millisecond, the database to the microsecond.
  const sameOpening = sql`date_trunc('milliseconds', opens_at) = ${fields.opensAt}`;
  const changed = await database.$queryRaw<unknown[]>`
    with changed as (
      update drops set name = ${fields.name}, closes_at = ${fields.closesAt},
          opens_at = case when ${sameOpening} then opens_at else ${fields.opensAt} end,
          per_customer_limit = ${fields.perCustomerLimit}, shopper_cap = ${fields.shopperCap},
          rate_per_minute = ${fields.ratePerMinute}, hold_seconds = ${fields.holdSeconds},
          payment_seconds = ${fields.paymentSeconds}, admission_seconds = ${fields.admissionSeconds},
          claim_seconds = ${fields.claimSeconds}, seal_seconds = ${fields.sealSeconds},
          proof_of_work = ${fields.proofOfWork}, version = version + 1, updated_at = clock_timestamp()
        where event_id = ${eventId}::uuid and id = ${dropId}::uuid and version = ${version}
          and (${sameOpening} or opens_at > clock_timestamp())
        returning event_id, id, version),
    ${audited(note)}, ${queuedFromChanged}, ${scheduledFromChanged(plan)}
    select id from changed`;
  const drop = await database.drop.findUnique(key);
  if (drop === null) throw new Problem('NOT_FOUND');
  if (changed.length > 0) return showDrop(drop, Date.now());
  if (drop.version !== version) throw new Problem('PRECONDITION_FAILED');
  throw new Problem('STATE_CONFLICT', {
    state: 'OPENED',
    gated: ['opensAt'],
    opensAt: drop.opensAt.toISOString(),
  });
}
