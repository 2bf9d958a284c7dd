import { askRefund, buyAndTell, disputePayment, giveToFriend } from './after-buying.ts';
import { buyTickets, type Intentions, pays } from './buy-tickets.ts';
import { comeIn, leave } from './come-in.ts';
import { extendHold, holdTickets, releaseHold, type Wish } from './hold-tickets.ts';
import type { Shopper } from './shopper.ts';
import type { Town } from './town.ts';

/** What a customer may do on a visit. */
export interface Action {
  /** How often it is chosen, against the others. */
  readonly weight: number;
  readonly visit: (shopper: Shopper, town: Town) => Promise<void>;
}

/** Comes in, holds, and goes on as told; nothing is left to do when one of these was not to be. */
async function shop(
  shopper: Shopper,
  wish: Wish,
  goOn: (admission: string, hold: NonNullable<Awaited<ReturnType<typeof holdTickets>>>) => Promise<unknown>,
): Promise<void> {
  const admission = await comeIn(shopper);
  if (admission === null) return;
  const hold = await holdTickets(shopper, admission, wish);
  if (hold !== null) await goOn(admission, hold);
}

function buying(wish: Wish, intentions: Intentions): (shopper: Shopper) => Promise<void> {
  return (shopper) =>
    shop(shopper, wish, (admission, hold) => buyTickets(shopper, admission, hold, intentions));
}

/** Buys, and goes on when it was told so. */
function afterBuying(wish: Wish, goOn: typeof askRefund): Action['visit'] {
  return (shopper, town) =>
    shop(shopper, wish, async (admission, hold) => {
      const bought = await buyAndTell(shopper, admission, hold);
      if (bought !== null) await goOn(shopper, town, bought);
    });
}

/** The one table of what customers do. Whatever money or seats can newly be moved by is added here. */
export const actions = {
  buysHotSeats: { weight: 6, visit: buying({ kind: 'hot', quantity: 2 }, pays) },
  buysBest: { weight: 3, visit: buying({ kind: 'best', quantity: 3 }, pays) },
  buysStanding: { weight: 3, visit: buying({ kind: 'general', quantity: 1 }, pays) },
  approvesAtBank: {
    weight: 1,
    visit: buying({ kind: 'hot', quantity: 1 }, { ...pays, cards: ['pm_card_authenticationRequired'] }),
  },
  triesAnotherCard: {
    weight: 2,
    visit: buying(
      { kind: 'hot', quantity: 2 },
      { ...pays, cards: ['pm_card_chargeDeclined', 'pm_card_visa'] },
    ),
  },
  closesPageAfterPaying: {
    weight: 2,
    visit: buying({ kind: 'hot', quantity: 1 }, { ...pays, comesBack: false }),
  },
  isDeclined: {
    weight: 1,
    visit: buying(
      { kind: 'hot', quantity: 1 },
      { cards: ['pm_card_chargeDeclined'], cancels: true, comesBack: true },
    ),
  },
  cancelsOrder: {
    weight: 2,
    visit: buying({ kind: 'hot', quantity: 2 }, { cards: [], cancels: true, comesBack: true }),
  },
  abandonsOrder: {
    weight: 1,
    visit: buying({ kind: 'hot', quantity: 1 }, { cards: [], cancels: false, comesBack: false }),
  },
  misreadsPrice: {
    weight: 1,
    visit: buying({ kind: 'hot', quantity: 1 }, { ...pays, misreadsPrice: true }),
  },
  givesHoldBack: {
    weight: 1,
    visit: (shopper) =>
      shop(shopper, { kind: 'hot', quantity: 2 }, async (admission, hold) => {
        await extendHold(shopper, hold);
        await releaseHold(shopper, hold);
        await leave(shopper, admission);
      }),
  },
  abandonsHold: {
    weight: 1,
    visit: (shopper) => shop(shopper, { kind: 'hot', quantity: 2 }, async () => undefined),
  },
  asksRefund: { weight: 3, visit: afterBuying({ kind: 'hot', quantity: 2 }, askRefund) },
  givesTicketAway: { weight: 2, visit: afterBuying({ kind: 'hot', quantity: 2 }, giveToFriend) },
  disputesPayment: { weight: 1, visit: afterBuying({ kind: 'hot', quantity: 1 }, disputePayment) },
} as const satisfies Readonly<Record<string, Action>>;

export type ActionName = keyof typeof actions;

const all = Object.entries<Action>(actions);
const weights = all.reduce((sum, [, { weight }]) => sum + weight, 0);

export function chooseAction(random: () => number): Action['visit'] {
  let left = random() * weights;
  for (const [, { weight, visit }] of all) {
    left -= weight;
    if (left < 0) return visit;
  }
  return actions.buysHotSeats.visit;
}
