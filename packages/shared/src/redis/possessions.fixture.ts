/** A span of time in which a hold had a ticket for certain; milliseconds of Redis's clock, both ends included. */
export interface Possession {
  readonly number: number;
  readonly holdId: string;
  /** When the hold was asked for, prolonged or shown: a sale after this may have ended it. */
  readonly calledMs: number;
  readonly fromMs: number;
  untilMs: number;
}

/** A sale takes a ticket away from whoever has it, at some time between its call and its answer. */
export interface Sold {
  readonly number: number;
  readonly calledMs: number;
  readonly answeredMs: number;
}

/** What was found wrong, and how often each thing happened, so that a test can see that it tried enough. */
export interface Journal {
  readonly faults: string[];
  readonly counts: Map<string, number>;
  readonly possessions: Possession[];
  readonly sold: Sold[];
}

/** Tickets that two holds had at the same time. */
export function findDoubleHolds(journals: readonly Journal[]): string[] {
  const sold = Map.groupBy(
    journals.flatMap((journal) => journal.sold),
    ({ number }) => number,
  );
  const certain = journals
    .flatMap(({ possessions }) => possessions)
    .map((possession) => untilSold(possession, sold.get(possession.number) ?? []))
    .filter(({ fromMs, untilMs }) => fromMs <= untilMs);
  return [...Map.groupBy(certain, ({ number }) => number)].flatMap(([number, possessions]) => {
    const ordered = possessions.toSorted((a, b) => a.fromMs - b.fromMs);
    return ordered.flatMap((earlier, at) =>
      ordered
        .slice(at + 1)
        .filter((later) => later.holdId !== earlier.holdId && later.fromMs <= earlier.untilMs)
        .map((later) => `ticket ${number}: ${JSON.stringify(earlier)} and ${JSON.stringify(later)}`),
    );
  });
}

function untilSold(possession: Possession, sold: readonly Sold[]): Possession {
  const during = sold.filter(
    ({ calledMs, answeredMs }) => answeredMs >= possession.calledMs && calledMs <= possession.untilMs,
  );
  return {
    ...possession,
    untilMs: Math.min(possession.untilMs, ...during.map(({ calledMs }) => calledMs - 1)),
  };
}
