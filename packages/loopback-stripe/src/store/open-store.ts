import type { SearchIndex } from '../lists/search-index.ts';
import { forgetfulJournal, openJournal, replayJournal } from './journal.ts';
import { Store } from './store.ts';

/** The store of a folder, as the last run acknowledged it; without a folder, an empty one. */
export async function openStore(folder: string | undefined, search: SearchIndex): Promise<Store> {
  const store = new Store(forgetfulJournal);
  store.watchers.push({ onPut: (object, atMs) => search.onPut(object, atMs) });
  if (folder === undefined) return store;
  await replayJournal(folder, (line) => store.apply(line));
  store.continueIn(await openJournal(folder));
  return store;
}
