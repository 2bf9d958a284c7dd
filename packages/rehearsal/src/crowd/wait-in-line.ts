import type { DropStatus, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { pollDelaySeconds } from '@fairgate/shared/domain/poll-advice.ts';
import type { Leaving } from '../outcome/tally.ts';
import { ask, codeOf, surprise } from './ask.ts';
import { type Fan, moveTo } from './fan.ts';

export type InLine = { readonly kind: 'in'; readonly admission: string } | { readonly kind: Leaving };

/** Takes a place in the line, asks for the status as advised, and comes in when the turn has come. */
export async function waitInLine(fan: Fan): Promise<InLine> {
  const params = { path: { dropId: fan.show.dropId } };
  const joined = await ask(fan, 'join', () => fan.api.POST('/v1/drops/{dropId}/entries', { params }));
  if (codeOf(joined) === 'DROP_CLOSED') return { kind: 'soldOut' };
  if (joined.data === undefined) throw surprise('join', joined);
  let entry = joined.data;
  moveTo(fan, 'waiting');
  for (;;) {
    const seen = await ask(fan, 'status', () => fan.api.GET('/v1/drops/{dropId}/status', { params }));
    if (seen.data === undefined) throw surprise('status', seen);
    if (seen.data.phase === 'soldOut' || seen.data.phase === 'closed') return { kind: 'soldOut' };
    if (entry.rank === null && seen.data.draw === 'drawn') {
      const drawn = await ask(fan, 'join', () => fan.api.POST('/v1/drops/{dropId}/entries', { params }));
      if (drawn.data === undefined) throw surprise('join', drawn);
      entry = drawn.data;
    }
    const tried = hasTurn(seen.data, entry) ? await comeIn(fan, entry) : null;
    if (tried?.kind === 'later') await fan.pauses.wait(tried.ms * (1 + 0.5 * fan.random()));
    else if (tried !== null) return tried;
    else await fan.pauses.wait(pollDelayMs(fan, seen.data, entry));
  }
}

function hasTurn(status: DropStatus, entry: Entry): boolean {
  return status.phase === 'open' && entry.rank !== null && (status.serving[entry.lane] ?? 0) >= entry.rank;
}

/** As the status advises; before the opening not later than the opening. */
function pollDelayMs(fan: Fan, status: DropStatus, entry: Entry): number {
  // Who has no rank yet hears of it as soon as anybody.
  const ahead = (entry.rank ?? 0) - (status.serving[entry.lane] ?? 0);
  const advised = pollDelaySeconds(status.poll, ahead, status.ratePerMinute, fan.random()) * 1000;
  if (status.phase !== 'lobby') return advised;
  const untilOpenMs = Date.parse(status.opensAt) - Date.parse(status.now);
  return Math.min(advised, Math.max(0, untilOpenMs) + fan.random() * status.poll.near * 1000);
}

async function comeIn(
  fan: Fan,
  { placeTicket }: Entry,
): Promise<InLine | { readonly kind: 'later'; readonly ms: number }> {
  const params = { path: { dropId: fan.show.dropId } };
  const answer = await ask(fan, 'admission', () =>
    fan.api.POST('/v1/drops/{dropId}/admissions', { params, body: { placeTicket } }),
  );
  if (answer.data !== undefined) return { kind: 'in', admission: answer.data.token };
  switch (codeOf(answer)) {
    case 'NOT_YOUR_TURN':
    case 'SHOP_FULL':
    case 'DROP_PAUSED':
      return { kind: 'later', ms: Number(answer.response.headers.get('retry-after') ?? 2) * 1000 };
    case 'DROP_CLOSED':
      return { kind: 'soldOut' };
    default:
      throw surprise('admission', answer);
  }
}
