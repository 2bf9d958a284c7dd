import type { Drop, DropControls } from '@fairgate/shared/contracts/drops.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { queuedFromChanged } from '../../catalogue/drop-publication.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { showDrop, withTicketCount } from '../../catalogue/show-drop.ts';

/** Pauses, closes or resumes a drop, turns its cap and rate, or tells those who wait something, while it runs. */
export async function controlDrop(
  database: Database,
  account: Account,
  dropId: string,
  version: number,
  controls: DropControls,
): Promise<Drop> {
  const found = await database.drop.findFirst({ where: { id: dropId }, select: { eventId: true } });
  if (found === null) throw new Problem('NOT_FOUND');
  const { eventId } = found;
  const { vendorId } = await requireEvent(database, account, eventId, 'edit');
  const { state = null, shopperCap = null, ratePerMinute = null, message, reason = null } = controls;
  const texts = message === undefined ? null : JSON.stringify(message ?? {});
  const { reason: _, ...set } = controls;
  const detail = { from: version, set, reason };
  const note = { actor: account.id, vendorId, action: 'drop.control', subject: `drop:${dropId}`, detail };
  const changed = await database.$queryRaw<unknown[]>`
    with changed as (
      update drops set state = coalesce(${state}, state), shopper_cap = coalesce(${shopperCap}::integer, shopper_cap),
          rate_per_minute = coalesce(${ratePerMinute}::integer, rate_per_minute),
          message = coalesce(${texts}::jsonb, message),
          message_version = message_version + (${texts}::jsonb is not null)::int,
          version = version + 1, updated_at = clock_timestamp()
        where event_id = ${eventId}::uuid and id = ${dropId}::uuid and version = ${version}
        returning event_id, id, version),
    ${audited(note)}, ${queuedFromChanged}
    select id from changed`;
  const drop = await database.drop.findUnique({
    where: { eventId_id: { eventId, id: dropId } },
    include: withTicketCount,
  });
  if (drop === null) throw new Problem('NOT_FOUND');
  if (changed.length === 0) throw new Problem('PRECONDITION_FAILED');
  return showDrop(drop, Date.now());
}
