import type { EventDraft } from '@fairgate/shared/contracts/events.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { GatedEventFacts } from '@fairgate/shared/domain/event-edit-gate.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { readEnd, readTime, readTimeZone } from './read-time.ts';

/** What a draft says about an event, with times as instants and everything that was left out filled in. */
export interface EventFields {
  readonly name: string;
  readonly description: string;
  readonly venueId: string;
  readonly planId: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly timeZone: string;
  readonly currency: string;
  readonly metadata: NonNullable<EventDraft['metadata']>;
}

/** What a draft may leave out: the currency, and the time zone where the venue is the one it had. */
interface EventDefaults {
  readonly vendorId: string;
  readonly currency: string;
  readonly present: { readonly venueId: string; readonly timeZone: string } | null;
}

/** The venue must be the vendor's and the plan the venue's: NOT_FOUND with the field that names nothing. */
export async function readEventFields(
  database: Database,
  draft: EventDraft,
  { vendorId, currency, present }: EventDefaults,
): Promise<EventFields> {
  const planId = draft.planId ?? null;
  const [venue, plan] = await Promise.all([
    database.venue.findUnique({
      where: { id: draft.venueId, vendorId, deletedAt: null },
      select: { timeZone: true },
    }),
    planId === null
      ? null
      : database.seatingPlan.findUnique({
          where: { id: planId, venueId: draft.venueId },
          select: { id: true },
        }),
  ]);
  if (venue === null) throw new Problem('NOT_FOUND', { pointer: '/venueId' });
  if (planId !== null && plan === null) throw new Problem('NOT_FOUND', { pointer: '/planId' });
  const usualZone = present?.venueId === draft.venueId ? present.timeZone : venue.timeZone;
  const timeZone = draft.timeZone === undefined ? usualZone : readTimeZone(draft.timeZone, '/timeZone');
  const startsAt = readTime(draft.startsAt, timeZone, '/startsAt');
  return {
    name: draft.name,
    description: draft.description ?? '',
    venueId: draft.venueId,
    planId,
    startsAt,
    endsAt: readEnd(draft.endsAt, startsAt, timeZone, '/endsAt'),
    timeZone,
    currency: draft.currency ?? currency,
    metadata: draft.metadata ?? {},
  };
}

/** The part of them that buyers rely on. */
export function gatedFacts(
  event: Pick<EventFields, 'startsAt' | 'venueId' | 'planId' | 'currency' | 'timeZone'>,
): GatedEventFacts {
  const { venueId, planId, currency, timeZone } = event;
  return { startsAt: event.startsAt.getTime(), venueId, planId, currency, timeZone };
}
