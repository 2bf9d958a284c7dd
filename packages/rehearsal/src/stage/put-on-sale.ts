import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, createClient } from '@fairgate/client/create-client.ts';
import type { Show } from '../crowd/fan.ts';
import { hallCategories, makeHall } from './make-hall.ts';
import { readShow } from './read-show.ts';

/** How the rehearsal's drop is held. Seconds where nothing else is said. */
export interface DropSettings {
  readonly tickets: number;
  readonly limit: number;
  readonly shopperCap: number;
  readonly ratePerMinute: number;
  readonly lobbySeconds: number;
  /** So long before the opening its lobby is sealed; as the API has it when it is not said. */
  readonly sealSeconds?: number;
  readonly holdSeconds: number;
  readonly paymentSeconds: number;
  readonly admissionSeconds: number;
  readonly claimSeconds: number;
}

/** Of all tickets; the others have seats. */
const generalShare = 0.2;
const frontMinor = 8_900;
const rearMinor = 4_900;
const standingUsualMinor = 3_500;
const publishedWithinMs = 20_000;

/** A vendor signs up and brings a plan, an event and a drop on sale, all through the API. */
export async function putOnSale(
  gatewayUrl: string,
  settings: DropSettings,
  { standingMinor = standingUsualMinor }: { readonly standingMinor?: number } = {},
): Promise<Show> {
  let accessToken: string | null = null;
  const api = createClient({ baseUrl: gatewayUrl, token: () => accessToken });
  const session = await said(
    api.POST('/v1/accounts', {
      body: { email: `vendor-${Date.now()}@rehearsal.example`, password: 'rehearse-it-all', name: 'Vendor' },
    }),
  );
  accessToken = session.accessToken;
  const general = Math.round(settings.tickets * generalShare);
  const { eventId, planCategories } = await makeEvent(api, settings.tickets - general);
  const opensMs = Date.now() + settings.lobbySeconds * 1000;
  const { tickets: _, limit, lobbySeconds: __, ...rest } = settings;
  const drop = await said(
    api.POST('/v1/events/{eventId}/drops', {
      params: { path: { eventId } },
      body: {
        name: 'General sale',
        opensAt: new Date(opensMs).toISOString(),
        perCustomerLimit: limit,
        ...rest,
      },
    }),
  );
  const mint = (body: Parameters<typeof mintBody>[0]) =>
    said(api.POST('/v1/events/{eventId}/tickets', { params: { path: { eventId } }, body: mintBody(body) }));
  for (const [planCategory, priceMinor] of Object.entries(planCategories)) {
    const categoryId = await makeCategory(api, eventId, planCategory, priceMinor);
    await mint({ dropId: drop.id, categoryId, planCategory });
  }
  if (general > 0) {
    const categoryId = await makeCategory(api, eventId, 'Standing', standingMinor);
    await mint({ dropId: drop.id, categoryId, quantity: general });
  }
  await said(api.POST('/v1/events/{eventId}/publish', { params: { path: { eventId } } }));
  await untilShown(api, drop.id);
  return readShow(api, { eventId, dropId: drop.id, opensMs });
}

async function makeEvent(
  api: ApiClient,
  seats: number,
): Promise<{ readonly eventId: string; readonly planCategories: Readonly<Record<string, number>> }> {
  const payment = { currency: 'eur', country: 'DE' };
  const contactEmail = 'vendor@rehearsal.example';
  const vendor = await said(api.POST('/v1/vendors', { body: { name: 'Rehearsal', contactEmail, payment } }));
  const address = { street: 'Probestr. 1', postalCode: '10115', city: 'Berlin', country: 'DE' };
  const venue = await said(
    api.POST('/v1/vendors/{vendorId}/venues', {
      params: { path: { vendorId: vendor.id } },
      body: { name: 'Rehearsal hall', address, timeZone: 'Europe/Berlin' },
    }),
  );
  const imported = await said(
    api.POST('/v1/venues/{venueId}/seating-plans', {
      params: { path: { venueId: venue.id } },
      body: makeHall(seats),
    }),
  );
  const startsAt = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const event = await said(
    api.POST('/v1/vendors/{vendorId}/events', {
      params: { path: { vendorId: vendor.id } },
      body: { name: 'Rehearsal', venueId: venue.id, planId: imported.plan?.id ?? null, startsAt },
    }),
  );
  const present = new Map(imported.report.seatsByCategory.map(({ name, seats: count }) => [name, count]));
  const prices = { [hallCategories.front]: frontMinor, [hallCategories.rear]: rearMinor };
  const planCategories = Object.fromEntries(
    Object.entries(prices).filter(([name]) => (present.get(name) ?? 0) > 0),
  );
  return { eventId: event.id, planCategories };
}

async function makeCategory(
  api: ApiClient,
  eventId: string,
  name: string,
  priceMinor: number,
): Promise<string> {
  const made = await said(
    api.POST('/v1/events/{eventId}/categories', {
      params: { path: { eventId } },
      body: { name, priceMinor },
    }),
  );
  return made.id;
}

function mintBody(wanted: { dropId: string; categoryId: string; planCategory?: string; quantity?: number }) {
  const { dropId, categoryId, planCategory, quantity } = wanted;
  if (planCategory === undefined)
    return { kind: 'general' as const, dropId, categoryId, quantity: quantity ?? 0 };
  return { kind: 'seated' as const, dropId, assignments: [{ categoryId, planCategories: [planCategory] }] };
}

/** A worker brings the drop into Redis within a second. */
async function untilShown(api: ApiClient, dropId: string): Promise<void> {
  const untilMs = Date.now() + publishedWithinMs;
  for (;;) {
    const { response } = await api.GET('/v1/drops/{dropId}/status', { params: { path: { dropId } } });
    if (response.status === 200) return;
    if (Date.now() > untilMs) throw new Error(`the drop is not shown after ${publishedWithinMs / 1000} s`);
    await sleep(200);
  }
}

/** The data of an answer; a vendor's refusal ends the rehearsal before it began. */
async function said<T>(answer: Promise<{ readonly data?: T; readonly error?: unknown }>): Promise<T> {
  const { data, error } = await answer;
  if (data === undefined) throw new Error(`the drop could not be put on sale: ${JSON.stringify(error)}`);
  return data;
}
