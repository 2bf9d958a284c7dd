import { randomUUID } from 'node:crypto';
import type { Hold, HoldRequest } from '@fairgate/shared/contracts/holds.ts';
import type { Leaving } from '../outcome/tally.ts';
import { ask, codeOf, surprise } from './ask.ts';
import type { Taste } from './decide-fan.ts';
import { type Fan, think } from './fan.ts';
import { chooseSeats, readSeatView, type SeatView } from './seat-view.ts';

export type Chosen = { readonly kind: 'held'; readonly hold: Hold } | { readonly kind: Leaving };

/** After so many disappointments on the map one takes what the shop offers. */
const mapTriesMax = 4;
const lookSeconds = 0.8;
const againSeconds = 0.3;
/** Everything is in other hands: somebody may give up. */
const allHeldSeconds = 2;

/** What a fan is after; it changes with what the shop answers. */
interface Search {
  taste: Taste;
  quantity: number;
  together: boolean;
  mapTries: number;
  /** Categories that had not enough the last time they were asked for. */
  readonly scarce: Set<string>;
}

/** Looks, chooses, and tries until something is held, everything is sold, or the fan's patience is at its end. */
export async function chooseTickets(fan: Fan, admission: string): Promise<Chosen> {
  const { plan, show } = fan;
  const taste = plan.taste === 'seats' && show.seatedCategoryIds.length === 0 ? 'general' : plan.taste;
  const search: Search = { taste, quantity: plan.tickets, together: true, mapTries: 0, scarce: new Set() };
  const view = search.taste === 'seats' ? await lookAtHall(fan) : null;
  await think(fan, lookSeconds);
  const untilMs = Date.now() + fan.patienceMs;
  while (Date.now() < untilMs) {
    const request = await wish(fan, search, view);
    if (request === null) {
      if ((await lookForFree(fan, search)) === 'soldOut') return { kind: 'soldOut' };
      await think(fan, allHeldSeconds);
      continue;
    }
    const params = { path: { dropId: show.dropId }, header: { 'fairgate-admission': admission } };
    const answer = await ask(fan, 'hold', () =>
      fan.api.POST('/v1/drops/{dropId}/holds', { params, body: request }),
    );
    if (answer.data !== undefined) return { kind: 'held', hold: answer.data };
    const ending = adapt(search, request, codeOf(answer), answer.error);
    if (ending === 'unexpected') throw surprise('hold', answer);
    if (ending !== null) return { kind: ending };
    await think(fan, againSeconds);
  }
  return { kind: 'patienceLost' };
}

async function lookAtHall(fan: Fan): Promise<SeatView> {
  const params = { path: { eventId: fan.show.eventId } };
  const map = await ask(fan, 'seatMap', () => fan.api.GET('/v1/events/{eventId}/seat-map', { params }));
  if (map.data === undefined) throw surprise('seatMap', map);
  return readSeatView(map.data, fan.show.dropId, fan.show.seatedCategoryIds);
}

/** What to ask for next; null when the hall looks full. */
async function wish(fan: Fan, search: Search, view: SeatView | null): Promise<HoldRequest | null> {
  const holdId = randomUUID();
  const { quantity, together } = search;
  if (search.taste === 'seats' && view !== null) {
    const params = { path: { eventId: fan.show.eventId } };
    const seen = await ask(fan, 'seatStatus', () =>
      fan.api.GET('/v1/events/{eventId}/seat-status', { params, parseAs: 'arrayBuffer' }),
    );
    if (seen.data === undefined) throw surprise('seatStatus', seen);
    const tickets = chooseSeats(view, new Uint8Array(seen.data), quantity, fan.random);
    if (tickets.length > 0) return { holdId, tickets };
    search.taste = 'best';
  }
  const { generalCategoryIds, seatedCategoryIds } = fan.show;
  const isLeft = (id: string): boolean => !search.scarce.has(id);
  const liked = search.taste === 'general' ? generalCategoryIds : seatedCategoryIds;
  const left = liked.some(isLeft)
    ? liked.filter(isLeft)
    : [...seatedCategoryIds, ...generalCategoryIds].filter(isLeft);
  const wanted = left[Math.floor(fan.random() * left.length)];
  return wanted === undefined ? null : { holdId, categoryId: wanted, quantity, together };
}

/** What a refusal changes in the search. A Leaving ends it; null: try again. */
function adapt(
  search: Search,
  request: HoldRequest,
  code: string | null,
  facts: unknown,
): Leaving | 'unexpected' | null {
  switch (code) {
    case 'SEATS_TAKEN':
      search.mapTries += 1;
      if (search.mapTries >= mapTriesMax) search.taste = 'best';
      return null;
    case 'NONE_TOGETHER':
      search.together = false;
      return null;
    case 'NOT_ENOUGH_LEFT': {
      const { left } = facts as { readonly left?: number };
      if (left !== undefined && left > 0) search.quantity = Math.min(search.quantity, left);
      else if ('categoryId' in request) search.scarce.add(request.categoryId);
      return null;
    }
    case 'HOLD_GONE':
      return null;
    case 'NO_ADMISSION':
      return 'tooSlow';
    case 'DROP_CLOSED':
      return 'soldOut';
    default:
      return 'unexpected';
  }
}

/** Everything looks taken: asks what is left per category, and goes on where something is. */
async function lookForFree(fan: Fan, search: Search): Promise<'soldOut' | 'someLeft'> {
  const params = { path: { dropId: fan.show.dropId } };
  const answer = await ask(fan, 'availability', () =>
    fan.api.GET('/v1/drops/{dropId}/availability', { params }),
  );
  if (answer.data === undefined) throw surprise('availability', answer);
  const { categories } = answer.data;
  for (const { categoryId, free } of categories) if (free > 0) search.scarce.delete(categoryId);
  return categories.every(({ free, held }) => free + held === 0) ? 'soldOut' : 'someLeft';
}
