import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLaneCodes, newLaneCode } from '@fairgate/shared/tokens/lane-code.ts';
import { asOwner } from '../stack/as-owner.ts';
import { buyTickets, pays } from '../workload/buy-tickets.ts';
import { comeIn } from '../workload/come-in.ts';
import { paidOrderOf } from '../workload/give-back.ts';
import { holdTickets } from '../workload/hold-tickets.ts';
import { ask, newShopper, type Shopper } from '../workload/shopper.ts';
import { missed, type Play, playedWell, type Stage } from './stage.ts';

const patienceMs = 25_000;
const againMs = 200;

/** A lane beside the general one, and a code for it that is good for one account. */
async function openLane({ stack, venue }: Stage): Promise<string> {
  const { eventId, dropId } = venue.show;
  const code = newLaneCode();
  const codes = createLaneCodes(new Uint8Array(Buffer.from(stack.secrets.encryptionKey, 'base64url')));
  await asOwner(
    stack,
    `insert into drop_lanes (event_id, drop_id, lane, name, places) values ($1, $2, 1, 'Fan club', 100000)
     on conflict do nothing`,
    [eventId, dropId],
  );
  await asOwner(
    stack,
    'insert into lane_codes (event_id, drop_id, lane, id, code_hash, uses_max) values ($1, $2, 1, $3, $4, 1)',
    [eventId, dropId, randomUUID(), codes.hashOf(dropId, code)],
  );
  await asOwner(
    stack,
    `insert into outbox (topic, dedupe_key, event_id, payload)
     values ('drop-publish', 'lane:' || $1::text, $2::uuid, jsonb_build_object('eventId', $2::uuid, 'dropId', $3::uuid))`,
    [randomUUID(), eventId, dropId],
  );
  return code;
}

/** The lane of the place that the code gives; null when it gives none in time. */
async function laneByCode(shopper: Shopper, code: string): Promise<number | null> {
  const params = { path: { dropId: shopper.venue.show.dropId } };
  while (Date.now() < shopper.untilMs) {
    const { answer } = await ask(shopper, (api) =>
      api.POST('/v1/drops/{dropId}/codes', { params, body: { code } }),
    );
    if (answer?.data !== undefined) return answer.data.lane;
    await sleep(againMs);
  }
  return null;
}

/** Somebody waits, changes into a lane by a code, and buys; somebody else does not get in by the same code. */
async function usesCode(stage: Stage) {
  const { venue, history, random } = stage;
  const [account = '', other = ''] = await venue.newAccounts(2);
  const code = await openLane(stage);
  const shopper = newShopper(venue, account, history, random, patienceMs);
  const lane = await laneByCode(shopper, code);
  if (lane !== 1) return missed(`the code opened lane ${lane}`);
  const params = { path: { dropId: venue.show.dropId } };
  const late = newShopper(venue, other, history, random, patienceMs);
  const refused = await ask(late, (api) => api.POST('/v1/drops/{dropId}/codes', { params, body: { code } }));
  if (refused.answer?.data !== undefined) return missed('a code that is good for one was good for two');
  const admission = await comeIn(shopper);
  const hold =
    admission === null ? null : await holdTickets(shopper, admission, { kind: 'general', quantity: 1 });
  if (admission !== null && hold !== null) await buyTickets(shopper, admission, hold, pays);
  return paidOrderOf(history, account) === null ? missed('nobody bought by a code') : playedWell;
}

export const lanePlays = { usesCode } as const satisfies Readonly<Record<string, Play>>;
