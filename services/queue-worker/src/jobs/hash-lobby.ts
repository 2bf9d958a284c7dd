import type { Database } from '@fairgate/shared/database/client.ts';
import type { DrawFactsRow, LaneFacts } from '@fairgate/shared/database/draws.ts';
import { loadEntries } from '@fairgate/shared/database/entries.ts';
import { countPeople } from '@fairgate/shared/domain/ranks.ts';
import { createLobbySalts, lobbyLeafHash } from '@fairgate/shared/draw/lobby-leaf.ts';
import { hashBytes } from '@fairgate/shared/draw/merkle.ts';

/** Some ten milliseconds of hashing, between which other work comes in. */
const entriesPerPage = 2_000;

/** The hashes of a sealed lobby's leaves, by lane and number, one after the other. */
export async function hashLobby(
  database: Database,
  facts: DrawFactsRow,
  salts: Uint8Array,
): Promise<Uint8Array> {
  const saltOf = createLobbySalts(salts);
  const people = facts.lanes.reduce((sum, { lobby }) => sum + (lobby ?? 0), 0);
  const hashes = new Uint8Array(people * hashBytes);
  let start = 0;
  for (const lane of facts.lanes) {
    await hashLane(lane, hashes.subarray(start * hashBytes, (start + (lane.lobby ?? 0)) * hashBytes));
    start += lane.lobby ?? 0;
  }
  return hashes;

  async function hashLane({ lane, lobby, skipped }: LaneFacts, target: Uint8Array): Promise<void> {
    let next = 0;
    const write = (number: number, accountId: string | null): void => {
      target.set(lobbyLeafHash({ lane, number, accountId }, saltOf), number * hashBytes);
      next = number + 1;
    };
    const load = (after: number) =>
      loadEntries(database, facts.eventId, facts.dropId, lane, after, entriesPerPage);
    let loading: ReturnType<typeof load> | null = load(-1);
    while (loading !== null) {
      const page: Awaited<ReturnType<typeof load>> = await loading;
      const last = page.at(-1);
      const isWhole = page.length === entriesPerPage && last !== undefined;
      // Postgres reads the next page while this one is hashed.
      loading = isWhole && countPeople(last.index, skipped) + 1 < (lobby ?? 0) ? load(last.index) : null;
      // Whoever waits for it hears of its failure; nobody does while this page is hashed.
      loading?.catch(() => undefined);
      for (const entry of page) {
        const number = countPeople(entry.index, skipped);
        if (number >= (lobby ?? 0)) break;
        while (next < number) write(next, null);
        write(number, entry.accountId);
      }
    }
    while (next < (lobby ?? 0)) write(next, null);
  }
}
