import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { History } from '../history/history.ts';
import { asOwner } from '../stack/as-owner.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import { ask, newShopper, type Shopper } from './shopper.ts';
import type { Venue } from './venue.ts';

const patienceMs = 40_000;
const lookMs = 200;

/** A manager of the venue's vendor, with pages open at every gateway. */
export async function openBackOffice(
  stack: FaultStack,
  venue: Venue,
  history: History,
  random: () => number,
): Promise<Shopper> {
  const [account = ''] = await venue.newAccounts(1);
  await asOwner(
    stack,
    `insert into vendor_members (vendor_id, user_id, role)
       select vendor_id, $2, 'manager' from events where id = $1 on conflict do nothing`,
    [venue.show.eventId, account],
  );
  return newShopper(venue, account, history, random, patienceMs);
}

/** The newest order that an account was told is paid; null: it was told of none. */
export function paidOrderOf(
  history: History,
  account: string,
): { readonly orderId: string; readonly tickets: readonly number[] } | null {
  const bought = history.events.findLast(
    (event) => event.act === 'purchase' && event.type === 'ok' && event.account === account,
  );
  if (bought?.orderId === undefined) return null;
  return { orderId: bought.orderId, tickets: bought.tickets ?? [] };
}

/**
 * The vendor takes all tickets of an order back, or only those named. The history says so of the buyer, who no longer has
 * them.
 */
export async function refundOrder(
  office: Shopper,
  buyer: string,
  order: { readonly orderId: string; readonly tickets: readonly number[] },
  which: 'all' | 'named' = 'all',
): Promise<'ok' | 'fail' | 'info'> {
  const { history, venue } = office;
  const key = randomUUID();
  const act = {
    act: 'refund',
    id: key,
    account: buyer,
    orderId: order.orderId,
    tickets: order.tickets,
  } as const;
  history.add({ ...act, type: 'invoke' });
  const params = {
    path: { eventId: venue.show.eventId, orderId: order.orderId },
    header: { 'idempotency-key': key },
  };
  const body = { reason: 'asked for', ...(which === 'named' && { tickets: [...order.tickets] }) };
  const { answer, wasLost } = await ask(office, (api) =>
    api.POST('/v1/events/{eventId}/orders/{orderId}/refunds', { params, body }),
  );
  const type = answer?.data !== undefined ? 'ok' : answer === null || wasLost ? 'info' : 'fail';
  const taken = answer?.data?.tickets.map(({ number }) => number);
  history.add({ ...act, type, ...(taken !== undefined && { tickets: taken }) });
  return type;
}

/** Waits until the order's newest refund is in a state; null when that does not come. */
export async function refundIn(office: Shopper, orderId: string, state: string): Promise<string | null> {
  const params = { path: { eventId: office.venue.show.eventId }, query: { orderId } };
  while (Date.now() < office.untilMs) {
    const { answer } = await ask(office, (api) => api.GET('/v1/events/{eventId}/refunds', { params }));
    const refund = answer?.data?.items[0];
    if (refund?.state === state) return refund.refundId;
    await sleep(lookMs);
  }
  return null;
}

/** The bank sent a refund back: the vendor asks once more, or says that it was paid another way. true: it was answered. */
export async function decideRefund(office: Shopper, refundId: string, onceMore: boolean): Promise<boolean> {
  const params = { path: { eventId: office.venue.show.eventId, refundId } };
  const { answer } = await ask(office, (api) =>
    api.POST('/v1/events/{eventId}/refunds/{refundId}/decision', {
      params,
      body: { onceMore, reason: 'the card is closed' },
    }),
  );
  return answer !== null;
}

/** Moves the venue's event by some weeks, then calls it off, pausing the refunds for a moment; waits until all are made. */
export async function moveAndCallOff(
  office: Shopper,
): Promise<'done' | 'the event was not moved' | 'the event was not called off' | 'the refunds are not done'> {
  const { eventId } = office.venue.show;
  const path = { eventId };
  const startsAt = new Date(Date.now() + 60 * 86_400_000).toISOString();
  const moved = { startsAt, reason: 'a flood', refunds: 'none' } as const;
  const header = { 'if-match': await versionOf(office) };
  await ask(office, (api) =>
    api.POST('/v1/events/{eventId}/move', { params: { path, header }, body: moved }),
  );
  // A move without an answer is asked for again with a version that is over: the event itself says whether it was.
  const now = await eventOf(office);
  if (now === null || Date.parse(now.startsAt) !== Date.parse(startsAt)) return 'the event was not moved';
  const again = { 'if-match': await versionOf(office) };
  const act = { act: 'callOff', id: eventId, account: office.account } as const;
  office.history.add({ ...act, type: 'invoke' });
  const off = await ask(office, (api) =>
    api.POST('/v1/events/{eventId}/cancellation', {
      params: { path, header: again },
      body: { reason: 'a flood' },
    }),
  );
  const isLost = off.answer === null || off.wasLost;
  office.history.add({ ...act, type: off.answer?.data !== undefined ? 'ok' : isLost ? 'info' : 'fail' });
  if ((await eventOf(office))?.status !== 'CANCELLED') return 'the event was not called off';
  const runId = off.answer?.data?.runId ?? (await runs(office))[0]?.runId;
  if (runId === undefined || runId === null) return 'the refunds are not done';
  for (const state of ['PAUSED', 'RUNNING'] as const)
    await ask(office, (api) =>
      api.PATCH('/v1/events/{eventId}/refund-runs/{runId}', {
        params: { path: { eventId, runId } },
        body: { state },
      }),
    );
  while (Date.now() < office.untilMs) {
    if ((await runs(office))[0]?.state === 'DONE') return 'done';
    await sleep(lookMs);
  }
  return 'the refunds are not done';
}

async function eventOf(office: Shopper) {
  const params = { path: { eventId: office.venue.show.eventId } };
  const { answer } = await ask(office, (api) => api.GET('/v1/events/{eventId}', { params }));
  return answer?.data ?? null;
}

async function versionOf(office: Shopper): Promise<string> {
  return `"v${(await eventOf(office))?.version ?? 0}"`;
}

async function runs(office: Shopper) {
  const params = { path: { eventId: office.venue.show.eventId } };
  const { answer } = await ask(office, (api) => api.GET('/v1/events/{eventId}/refund-runs', { params }));
  return answer?.data?.items ?? [];
}
