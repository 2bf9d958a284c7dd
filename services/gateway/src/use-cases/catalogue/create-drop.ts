import type { Drop, DropDraft } from '@fairgate/shared/contracts/drops.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { dropsPerEventMax } from '@fairgate/shared/domain/limits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { v7 } from 'uuid';
import type { Account } from '../../access/policy.ts';
import { auditRow } from '../../catalogue/audit.ts';
import { type DrawSetup, planDraw } from '../../catalogue/draw-plan.ts';
import { readDropFields, requireOpeningAhead } from '../../catalogue/drop-fields.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { showDrop, withTicketCount } from '../../catalogue/show-drop.ts';

const generalLane = { lane: 0, name: 'general', indexMark: 0 } as const;

/** A drop with its general lane; its tickets come by minting into it or by assigning them. */
export async function createDrop(
  database: Database,
  draws: DrawSetup,
  account: Account,
  eventId: string,
  draft: DropDraft,
): Promise<Drop> {
  const { vendorId, timeZone } = await requireEvent(database, account, eventId, 'edit');
  const fields = readDropFields(draft, timeZone);
  requireOpeningAhead(fields.opensAt, Date.now());
  const present = await database.drop.count({ where: { eventId } });
  if (present >= dropsPerEventMax) throw new Problem('LIMIT_REACHED', { limit: dropsPerEventMax });
  const id = v7();
  const draw = planDraw(draws, id, fields, Date.now());
  const [drop] = await database.$transaction([
    database.drop.create({ data: { eventId, id, ...fields }, include: withTicketCount }),
    database.dropLane.create({ data: { eventId, dropId: id, ...generalLane } }),
    database.draw.createMany({ data: draw === null ? [] : [{ eventId, dropId: id, ...draw }] }),
    database.auditEntry.create(
      auditRow({
        actor: account.id,
        vendorId,
        action: 'drop.create',
        subject: `drop:${id}`,
        detail: { eventId, ...fields },
      }),
    ),
    database.outboxRow.create({
      data: {
        topic: 'drop-publish',
        dedupeKey: `drop-publish:${id}:1`,
        eventId,
        payload: { eventId, dropId: id },
      },
    }),
  ]);
  return showDrop(drop, Date.now());
}
