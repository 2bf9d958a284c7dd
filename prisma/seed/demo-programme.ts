import type { VenueDraft } from '@fairgate/shared/contracts/venues.ts';
import { exportPretixPlan } from '@fairgate/shared/domain/seating/export-pretix.ts';
import { generateClubTheatre, generateDemoArena } from '@fairgate/shared/domain/seating/generate-plan.ts';
import type { SeatingPlan } from '@fairgate/shared/domain/seating/plan.ts';

/** What the demo's vendor has on sale. */

/** What an event sells of one kind: the plan's seats of these categories, or so many places without a seat. */
export type DemoCategory = {
  readonly name: string;
  readonly priceMinor: number;
  readonly color: string;
} & ({ readonly planCategory: string } | { readonly places: number });

export interface DemoEvent {
  readonly name: string;
  readonly description: string;
  readonly venue: VenueDraft;
  /** null: nobody sits. */
  readonly plan: SeatingPlan | null;
  /** At eight in the evening, unless `startsAt` is given: an instant in ISO 8601. */
  readonly startsInDays: number;
  readonly startsAt?: string;
  readonly categories: readonly DemoCategory[];
  readonly drop: {
    readonly name: string;
    readonly opensInSeconds: number;
    /** null: with the event. */
    readonly closesInSeconds: number | null;
    readonly perCustomerLimit: number;
    readonly shopperCap: number;
    readonly ratePerMinute: number;
    readonly holdSeconds: number;
    readonly paymentSeconds: number;
    readonly admissionSeconds: number;
    readonly claimSeconds: number;
    readonly sealSeconds: number;
  };
}

export const demoVendor = {
  name: 'Lindenhof Concerts',
  slug: 'lindenhof',
  contactEmail: 'vendor@fairgate.example',
  payment: { currency: 'eur', country: 'DE', statementDescriptor: 'LINDENHOF CONCERTS' },
} as const;

const address = { street: 'Lindenhof 1', postalCode: '04109', city: 'Leipzig', country: 'DE' } as const;
const timeZone = 'Europe/Berlin';

/** Open whenever one looks, and nobody who tries things out is hurried. */
const unhurried = {
  // As far back as a vendor may say it opened, nearly: the demo's crowd comes to a drop that opened less than two minutes ago.
  opensInSeconds: -200,
  closesInSeconds: null,
  holdSeconds: 600,
  paymentSeconds: 900,
  admissionSeconds: 1_800,
  claimSeconds: 300,
  sealSeconds: 60,
};

/**
 * The drop that opens two minutes after the start, and for which simulated fans come (packages/rehearsal/src/demo.ts). Its
 * evening comes before all the others', so that it stands first in the list.
 */
export const arenaEvent: DemoEvent = {
  name: 'Night of Lights',
  description: 'A light show for six hundred people on seats and a hundred and twenty on their feet.',
  venue: { name: 'Seefeld Arena', address: { ...address, street: 'Am Seefeld 20' }, timeZone },
  plan: generateDemoArena(600, 120),
  startsInDays: 5,
  categories: [
    { name: 'Lower tier', priceMinor: 8_900, color: '#0072B2', planCategory: 'Lower tier front' },
    { name: 'Upper tier', priceMinor: 4_900, color: '#009E73', planCategory: 'Upper tier' },
    { name: 'Standing', priceMinor: 3_500, color: '#E69F00', places: 120 },
  ],
  drop: {
    name: 'General sale',
    opensInSeconds: 120,
    // Each start makes one more: the earlier ones end soon, and leave Redis.
    closesInSeconds: 3 * 3_600,
    perCustomerLimit: 4,
    shopperCap: 100,
    ratePerMinute: 160,
    holdSeconds: 90,
    paymentSeconds: 180,
    admissionSeconds: 600,
    claimSeconds: 60,
    // Shorter than usual: nobody wants to watch a demo wait.
    sealSeconds: 30,
  },
};

/** Always open, for whoever comes after the arena is sold out. */
export const standingEvents: readonly DemoEvent[] = [
  {
    name: 'The Lindenhof Players: As You Like It',
    description: 'A theatre of six hundred seats, chosen on the plan.',
    venue: { name: 'Lindenhof Theatre', address, timeZone },
    plan: generateClubTheatre(),
    startsInDays: 21,
    categories: [
      { name: 'Premium', priceMinor: 6_800, color: '#0072B2', planCategory: 'Premium' },
      { name: 'Stalls', priceMinor: 4_500, color: '#56B4E9', planCategory: 'Stalls' },
      { name: 'Balcony', priceMinor: 2_900, color: '#009E73', planCategory: 'Balcony' },
    ],
    drop: {
      name: 'General sale',
      perCustomerLimit: 6,
      shopperCap: 100,
      ratePerMinute: 600,
      ...unhurried,
    },
  },
  {
    name: 'Club night',
    description: 'General admission: everybody stands.',
    venue: { name: 'Mühlen Club', address: { ...address, street: 'Mühlgasse 3' }, timeZone },
    plan: null,
    startsInDays: 10,
    categories: [{ name: 'Standing', priceMinor: 1_800, color: '#E69F00', places: 250 }],
    drop: {
      name: 'Advance sale',
      perCustomerLimit: 4,
      shopperCap: 100,
      ratePerMinute: 600,
      ...unhurried,
    },
  },
  {
    name: 'Open rehearsal',
    description: 'Free of charge; a ticket all the same, for the doors.',
    venue: { name: 'Mühlen Club', address: { ...address, street: 'Mühlgasse 3' }, timeZone },
    plan: null,
    startsInDays: 7,
    categories: [{ name: 'Free entry', priceMinor: 0, color: '#CC79A7', places: 80 }],
    drop: {
      name: 'Registration',
      perCustomerLimit: 2,
      shopperCap: 100,
      ratePerMinute: 600,
      ...unhurried,
    },
  },
];

/** A plan as the file that the importer reads. */
export function planFile(plan: SeatingPlan): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(exportPretixPlan(plan)));
}
