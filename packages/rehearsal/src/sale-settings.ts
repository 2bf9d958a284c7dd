import type { DropSettings } from './stage/put-on-sale.ts';

/** What suits a crowd when nothing was asked for. */

/** How many tickets one may buy. */
const limit = 4;
/** Doors open this long after the drop is shown, so that a crowd can gather: a fan each few milliseconds. Seconds. */
const lobbySecondsMin = 14;
/** The shortest there is: nobody wants to watch a rehearsal wait for its draw. Seconds. */
const sealSeconds = 6;
const fansPerLobbySecond = 400;
/** Short, so that what is abandoned comes back while the crowd is still there. Seconds. */
const waiting = { holdSeconds: 30, paymentSeconds: 45, admissionSeconds: 180, claimSeconds: 15 } as const;
const shopperCapMin = 10;
const shopperCapMax = 600;
const ticketsPerShopper = 4;
/** Sells out within about a minute: each turn buys two tickets. */
const turnsPerMinuteMin = 120;

export function dropSettings(wanted: {
  readonly fans: number;
  readonly tickets: number;
  readonly shopperCap: number | undefined;
  readonly ratePerMinute: number | undefined;
}): DropSettings {
  const { fans, tickets } = wanted;
  const suitingCap = Math.ceil(tickets / ticketsPerShopper);
  return {
    tickets,
    limit,
    shopperCap: wanted.shopperCap ?? Math.min(shopperCapMax, Math.max(shopperCapMin, suitingCap)),
    ratePerMinute: wanted.ratePerMinute ?? Math.max(turnsPerMinuteMin, tickets),
    lobbySeconds: lobbySecondsMin + Math.ceil(fans / fansPerLobbySecond),
    sealSeconds,
    ...waiting,
  };
}
