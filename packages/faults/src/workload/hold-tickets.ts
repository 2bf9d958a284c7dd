import { randomUUID } from 'node:crypto';
import { zipfRank } from '@fairgate/rehearsal/crowd/seeded-random.ts';
import type { Hold, HoldRequest } from '@fairgate/shared/contracts/holds.ts';
import { ask, codeOf, type Shopper } from './shopper.ts';

/** `seats`: those, or none. `hot`: popular seats, by Zipf's law. `best`, `general`: what the shop chooses. */
export type Wish =
  | { readonly kind: 'seats'; readonly tickets: readonly number[] }
  | { readonly kind: 'hot' | 'best' | 'general'; readonly quantity: number };

/** After so many taken seats a shopper takes what is offered. */
const hotTriesMax = 4;

/** null: what was wished for was taken, or nothing could be held. */
export async function holdTickets(
  shopper: Shopper,
  admission: string,
  wish: Wish,
  triesMax: number = hotTriesMax,
): Promise<Hold | null> {
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const request = requestOf(shopper, tries === hotTriesMax && wish.kind === 'hot' ? best(wish) : wish);
    const held = await holdOnce(shopper, admission, request);
    if (held !== 'taken') return held;
    if (wish.kind === 'seats') return null;
  }
  return null;
}

function best(wish: { readonly quantity: number }): Wish {
  return { kind: 'best', quantity: wish.quantity };
}

function requestOf({ venue, random }: Shopper, wish: Wish): HoldRequest {
  const holdId = randomUUID();
  if (wish.kind === 'seats') return { holdId, tickets: [...wish.tickets] };
  if (wish.kind === 'hot') {
    const first = zipfRank(venue.seats - wish.quantity, random);
    return { holdId, tickets: Array.from({ length: wish.quantity }, (_, at) => first + at) };
  }
  const { seatedCategoryIds, generalCategoryIds } = venue.show;
  const ids = wish.kind === 'best' ? seatedCategoryIds : generalCategoryIds;
  const categoryId = ids[Math.floor(random() * ids.length)] ?? '';
  return { holdId, categoryId, quantity: wish.quantity, together: false };
}

async function holdOnce(
  shopper: Shopper,
  admission: string,
  request: HoldRequest,
): Promise<Hold | 'taken' | null> {
  const { history, account, venue } = shopper;
  const id = request.holdId;
  const act = { act: 'hold', id, account } as const;
  history.add({ ...act, type: 'invoke' });
  const params = { path: { dropId: venue.show.dropId }, header: { 'fairgate-admission': admission } };
  const { answer, wasLost } = await ask(shopper, (api) =>
    api.POST('/v1/drops/{dropId}/holds', { params, body: request }),
  );
  if (answer?.data !== undefined) {
    const hold = answer.data;
    const tickets = hold.tickets.map(({ number }) => number);
    history.add({ ...act, type: 'ok', tickets, untilMs: Date.parse(hold.expiresAt) });
    return hold;
  }
  const code = codeOf(answer);
  history.add({
    ...act,
    type: answer === null || wasLost ? 'info' : 'fail',
    ...(code !== null && { why: code }),
  });
  return code === 'SEATS_TAKEN' ? 'taken' : null;
}

/** Gives seats back before ordering. */
export async function releaseHold(shopper: Shopper, hold: Hold): Promise<void> {
  const { history, account, venue } = shopper;
  const tickets = hold.tickets.map(({ number }) => number);
  const act = { act: 'release', id: hold.holdId, account, tickets } as const;
  history.add({ ...act, type: 'invoke' });
  const params = { path: { dropId: venue.show.dropId, holdId: hold.holdId } };
  const { answer } = await ask(shopper, (api) => api.DELETE('/v1/drops/{dropId}/holds/{holdId}', { params }));
  history.add({ ...act, type: answer?.response.status === 204 ? 'ok' : 'info' });
}

export async function extendHold(shopper: Shopper, hold: Hold): Promise<void> {
  const params = { path: { dropId: shopper.venue.show.dropId, holdId: hold.holdId } };
  await ask(shopper, (api) => api.POST('/v1/drops/{dropId}/holds/{holdId}/extension', { params }));
}
