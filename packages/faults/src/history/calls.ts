import type { ActName, HistoryEvent } from './history.ts';

/** What a client asked, with what it was told in the end. */
export interface Call {
  readonly invoke: HistoryEvent;
  /** null: the client was ended before it knew. */
  readonly end: HistoryEvent | null;
}

export function pairUp(history: readonly HistoryEvent[]): readonly Call[] {
  const ends = new Map(
    history.filter(({ type }) => type !== 'invoke').map((event) => [`${event.act} ${event.id}`, event]),
  );
  return history
    .filter(({ type }) => type === 'invoke')
    .map((invoke) => ({ invoke, end: ends.get(`${invoke.act} ${invoke.id}`) ?? null }));
}

export function eventsOf({ invoke, end }: Call): readonly HistoryEvent[] {
  return end === null ? [invoke] : [invoke, end];
}

export function ticketsIn(calls: readonly Call[]): number {
  return calls.reduce((sum, { invoke, end }) => sum + (end?.tickets ?? invoke.tickets ?? []).length, 0);
}

/** Calls of that kind that were done, or may have been. */
export function maybeDone(calls: readonly Call[], act: ActName): readonly Call[] {
  return calls.filter(({ invoke, end }) => invoke.act === act && end?.type !== 'fail');
}
