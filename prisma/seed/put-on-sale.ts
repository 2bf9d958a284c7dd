import type { Account } from '@fairgate/gateway/access/policy.ts';
import type { DrawSetup } from '@fairgate/gateway/catalogue/draw-plan.ts';
import { read } from '@fairgate/gateway/catalogue/plan-reader-thread.ts';
import { createCategory } from '@fairgate/gateway/use-cases/catalogue/create-category.ts';
import { createDrop } from '@fairgate/gateway/use-cases/catalogue/create-drop.ts';
import { createEvent } from '@fairgate/gateway/use-cases/catalogue/create-event.ts';
import { createVendor } from '@fairgate/gateway/use-cases/catalogue/create-vendor.ts';
import { createVenue } from '@fairgate/gateway/use-cases/catalogue/create-venue.ts';
import { importSeatingPlan } from '@fairgate/gateway/use-cases/catalogue/import-seating-plan.ts';
import { mintTickets } from '@fairgate/gateway/use-cases/catalogue/mint-tickets.ts';
import { publishEvent } from '@fairgate/gateway/use-cases/catalogue/publish-event.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { type DemoCategory, type DemoEvent, demoVendor, planFile } from './demo-programme.ts';

/** Fills the database by the same use-cases that the API has, so that every row is as a vendor would have made it. */

const dayMs = 86_400_000;

export interface OnSale {
  readonly eventId: string;
  readonly dropId: string;
  readonly opensAt: Date;
}

export async function ensureVendor(database: Database, owner: Account): Promise<string> {
  const known = await database.vendor.findUnique({
    where: { slug: demoVendor.slug },
    select: { id: true },
  });
  if (known !== null) return known.id;
  return (await createVendor(database, owner, demoVendor)).id;
}

/** True when the vendor has an event of this name already, sold out or not. */
export async function isThere(database: Database, vendorId: string, event: DemoEvent): Promise<boolean> {
  const found = await database.event.findFirst({
    where: { vendorId, name: event.name, deletedAt: null },
    select: { id: true },
  });
  return found !== null;
}

/** A new event with its drop and all its tickets, shown to everybody. */
export async function putOnSale(
  database: Database,
  draws: DrawSetup,
  owner: Account,
  vendorId: string,
  event: DemoEvent,
  now: Date,
): Promise<OnSale> {
  const venueId = await ensureVenue(database, owner, vendorId, event);
  const planId = event.plan === null ? null : await ensurePlan(database, owner, venueId, event.plan);
  const made = await createEvent(database, owner, vendorId, {
    name: event.name,
    description: event.description,
    venueId,
    planId,
    startsAt: event.startsAt ?? { local: eveningIn(event.startsInDays, now) },
  });
  const { opensInSeconds, closesInSeconds, ...settings } = event.drop;
  const opensAt = secondsFrom(now, opensInSeconds);
  const drop = await createDrop(database, draws, owner, made.id, {
    ...settings,
    proofOfWork: 'off',
    opensAt: opensAt.toISOString(),
    closesAt: closesInSeconds === null ? null : secondsFrom(now, closesInSeconds).toISOString(),
  });
  await mintCategories(database, owner, made.id, drop.id, event.categories);
  await publishEvent(database, owner, made.id);
  return { eventId: made.id, dropId: drop.id, opensAt };
}

async function ensureVenue(
  database: Database,
  owner: Account,
  vendorId: string,
  { venue }: DemoEvent,
): Promise<string> {
  const known = await database.venue.findFirst({
    where: { vendorId, name: venue.name, deletedAt: null },
    select: { id: true },
  });
  return known?.id ?? (await createVenue(database, owner, vendorId, venue)).id;
}

async function ensurePlan(
  database: Database,
  owner: Account,
  venueId: string,
  plan: NonNullable<DemoEvent['plan']>,
): Promise<string> {
  const reader = { read: async (file: Uint8Array) => read(file), close: async () => undefined };
  const target = { venueId, dryRun: false };
  const { plan: imported } = await importSeatingPlan(database, reader, owner, target, planFile(plan));
  if (imported === null) throw new Error(`the plan ${plan.name} was not imported`);
  return imported.id;
}

async function mintCategories(
  database: Database,
  owner: Account,
  eventId: string,
  dropId: string,
  categories: readonly DemoCategory[],
): Promise<void> {
  const assignments: { categoryId: string; planCategories: string[] }[] = [];
  for (const category of categories) {
    const { name, priceMinor, color } = category;
    const { id: categoryId } = await createCategory(database, owner, eventId, { name, priceMinor, color });
    if ('planCategory' in category) {
      assignments.push({ categoryId, planCategories: [category.planCategory] });
    } else {
      const mint = { kind: 'general', dropId, categoryId, quantity: category.places } as const;
      await mintTickets(database, owner, eventId, mint);
    }
  }
  if (assignments.length > 0)
    await mintTickets(database, owner, eventId, { kind: 'seated', dropId, assignments });
}

function secondsFrom(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}

/** Eight in the evening by the venue's clock, so many days from now. */
function eveningIn(days: number, now: Date): string {
  return `${new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10)}T20:00`;
}
