import type { Database } from '@fairgate/shared/database/client.ts';
import type { DemoEvent } from './demo-programme.ts';

/** How much sooner each further night begins. */
const soonerMs = 15 * 60_000;

/**
 * Each start of the demo makes one more night. Its name says when it goes on sale, and counts those of the same second, so
 * that no two look alike; it begins a little before the nights that are still to come, so that it stands before them in the list.
 */
export async function nextNight(
  database: Database,
  vendorId: string,
  event: DemoEvent,
  now: Date,
): Promise<DemoEvent> {
  const opensAt = new Date(now.getTime() + event.drop.opensInSeconds * 1000);
  const called = `${event.name} (sale of ${saleWords(opensAt, event.venue.timeZone)}`;
  const alike = await database.event.count({ where: { vendorId, name: { startsWith: called } } });
  const name = alike === 0 ? `${called})` : `${called}, number ${alike + 1})`;
  const first = await database.event.findFirst({
    where: { vendorId, name: { startsWith: event.name }, deletedAt: null, startsAt: { gt: now } },
    orderBy: { startsAt: 'asc' },
    select: { startsAt: true },
  });
  const sooner = first === null ? 0 : first.startsAt.getTime() - soonerMs;
  // With the earlier nights all but begun it is the usual evening again.
  return sooner - now.getTime() < soonerMs
    ? { ...event, name }
    : { ...event, name, startsAt: new Date(sooner).toISOString() };
}

/** '25 November, 04:14:30', by the clock of the venue. */
function saleWords(at: Date, timeZone: string): string {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(at);
  return `${part({ day: 'numeric', month: 'long' })}, ${part({ timeStyle: 'medium' })}`;
}
