import { firstRoundFrom, quicknet, roundMs } from '@fairgate/shared/draw/beacon-chain.ts';
import { createDrawSecretBox, newDrawSecrets } from '@fairgate/shared/draw/draw-secrets.ts';
import { commitmentTo } from '@fairgate/shared/draw/seed.ts';
import type pg from 'pg';
import type { BenchDrop } from './put-on-sale.ts';

/** So long ago the beacon's round was: a draw that uses none waits for it all the same. Milliseconds. */
const beaconAgoMs = 10_000;

/**
 * Gives a drop a lobby of so many entries whose seal is due, with one statement for all of them, and a draw that asks no
 * beacon.
 */
export async function fillLobby(
  owner: pg.Client,
  { eventId, dropId }: BenchDrop,
  count: number,
  encryptionKey: Uint8Array,
): Promise<void> {
  await owner.query('update drop_lanes set index_mark = $3 where event_id = $1 and drop_id = $2', [
    ...[eventId, dropId, count],
  ]);
  await owner.query(
    `insert into drop_entries (event_id, drop_id, lane, entry_index, account_id, joined_at)
     select $1, $2, 0, i, gen_random_uuid(), now() - interval '1 hour' from generate_series(0, $3::int - 1) i`,
    [eventId, dropId, count],
  );
  const secrets = newDrawSecrets();
  const round = firstRoundFrom(quicknet, Date.now() - beaconAgoMs);
  await owner.query(
    `insert into draws (event_id, drop_id, commitment, secrets, scheduled_at, seal_at, beacon_chain, beacon_round, beacon_at)
     values ($1, $2, $3, $4, now() - interval '2 minutes', now() - interval '1 minute', $5, $6, $7)`,
    [
      ...[eventId, dropId, commitmentTo(secrets.secret)],
      createDrawSecretBox(encryptionKey).close(dropId, secrets),
      ...[quicknet.hash, round, new Date(roundMs(quicknet, round))],
    ],
  );
  await owner.query('analyze drop_entries');
}
