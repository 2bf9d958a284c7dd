import { compactAboveBytes, eventRetentionSeconds } from '../limits.ts';
import { openJournal, replayJournal, rewriteJournal } from './journal.ts';
import type { JournalLine } from './journal-line.ts';
import { lockFolder } from './lock-folder.ts';
import type { Store } from './store.ts';

/** Brings back what the last run acknowledged in this folder, and goes on writing there. */
export async function resumeStore(store: Store, folder: string): Promise<void> {
  const unlock = await lockFolder(folder);
  const { bytes } = await replayJournal(folder, (line) => store.apply(line));
  const nowMs = Date.now() + store.clockOffsetMs;
  if (bytes > compactAboveBytes && hasOldEvents(store, nowMs)) {
    await rewriteJournal(folder, linesOf(store, nowMs));
  }
  const journal = await openJournal(folder);
  const close = async (): Promise<void> => {
    await journal.close();
    await unlock();
  };
  store.continueIn({
    append: (line) => journal.append(line),
    settled: () => journal.settled(),
    close,
  });
}

function eventsSince(nowMs: number): number {
  return Math.floor(nowMs / 1000) - eventRetentionSeconds;
}

function hasOldEvents(store: Store, nowMs: number): boolean {
  const oldest = store.events.at(0);
  return oldest !== undefined && oldest.created < eventsSince(nowMs);
}

/** What a store holds now, as a journal: objects as they are, events of the last month, living keys. */
export function* linesOf(store: Store, nowMs: number): IterableIterator<JournalLine> {
  yield { at: nowMs, clockOffsetMs: store.clockOffsetMs };
  const kinds = [
    store.methods,
    store.intents,
    store.charges,
    store.refunds,
    store.disputes,
    store.transactions,
  ];
  for (const objects of kinds) {
    for (const object of objects.values()) yield { at: object.created * 1000, puts: [object] };
  }
  const since = eventsSince(nowMs);
  for (const event of store.events.values()) {
    if (event.created < since) continue;
    const { id, type, object, request, to, created, previous, settledWith } = event;
    const written = { id, type, object, request, to, created };
    const events = [previous === undefined ? written : { ...written, previous }];
    yield { at: created * 1000, events, settled: settledWith.map((endpoint) => [id, endpoint] as const) };
  }
  for (const [key, { keptAt, ...answer }] of store.keys.kept()) {
    yield { at: keptAt * 1000, answers: [{ ...answer, key, keptAt }] };
  }
}
