/** Which parts of an event its buyers relied on: they may change only while nothing is sold or about to be. */

/** The facts that stand still once sales exist. Times are milliseconds since 1970. */
export interface GatedEventFacts {
  readonly startsAt: number;
  readonly venueId: string;
  readonly planId: string | null;
  readonly currency: string;
  readonly timeZone: string;
}

/** `sold`: tickets whose newest ledger entry has a holder. `claimed`: tickets in unfinished orders. */
export interface EventSales {
  readonly sold: number;
  readonly claimed: number;
}

const gatedFields = ['startsAt', 'venueId', 'planId', 'currency', 'timeZone'] as const;
export type GatedEventField = (typeof gatedFields)[number];

/** The gated fields that an edit would change, in the order above. */
export function gatedChanges(before: GatedEventFacts, after: GatedEventFacts): GatedEventField[] {
  return gatedFields.filter((field) => before[field] !== after[field]);
}

export function salesExist(sales: EventSales): boolean {
  return sales.sold > 0 || sales.claimed > 0;
}
