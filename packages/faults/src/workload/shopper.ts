import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '@fairgate/client/create-client.ts';
import type { IssuedToken } from '@fairgate/rehearsal/stage/issue-tokens.ts';
import type { History } from '../history/history.ts';
import { clientOf, type Venue } from './venue.ts';

/** One customer with a page open at each gateway. */
export interface Shopper {
  readonly venue: Venue;
  readonly account: string;
  readonly history: History;
  readonly random: () => number;
  readonly token: IssuedToken;
  readonly clients: readonly ApiClient[];
  /** When the customer goes home, whatever is known by then. Unix milliseconds. */
  readonly untilMs: number;
  /** Always this gateway; any of them when null. */
  readonly gateway: number | null;
}

interface Answered {
  readonly response: {
    readonly status: number;
    readonly headers: { readonly get: (name: string) => string | null };
  };
  readonly error?: unknown;
}

/** What is known of a call in the end. `wasLost`: some try of it was not answered, and may yet be carried out. */
export interface Asked<A> {
  readonly answer: A | null;
  readonly wasLost: boolean;
}

const againMs = 150;
const waitMsMax = 600;

export function newShopper(
  venue: Venue,
  account: string,
  history: History,
  random: () => number,
  patienceMs: number,
  gateway: number | null = null,
): Shopper {
  const token = venue.tokens.issueFor(account);
  const address = `10.${Math.floor(random() * 250)}.${Math.floor(random() * 250)}.${Math.floor(random() * 250)}`;
  const clients = venue.gatewayUrls.map((url) => clientOf(venue, url, token.value, address));
  return {
    ...{ venue, account, history, random, token, clients, gateway },
    untilMs: Date.now() + patienceMs,
  };
}

/** Calls until there is an answer that decides, at another gateway each time; every call is safe to repeat. */
export async function ask<A extends Answered>(
  shopper: Shopper,
  call: (api: ApiClient) => Promise<A>,
): Promise<Asked<A>> {
  let wasLost = false;
  do {
    await shopper.token.fresh();
    const at = shopper.gateway ?? Math.floor(shopper.random() * shopper.clients.length);
    const api = shopper.clients[at];
    if (api === undefined) throw new Error(`there is no gateway ${at}`);
    const answer = await call(api).catch(() => null);
    if (answer === null) {
      wasLost = true;
      await sleep(againMs);
      continue;
    }
    const { status, headers } = answer.response;
    if (status < 500 && status !== 429) return { answer, wasLost };
    // Refused before anything was done, or failed half-way: an order's outcome is unknown then.
    if (status >= 500) wasLost = true;
    await sleep(Math.min(waitMsMax, Number(headers.get('retry-after') ?? 1) * 1000));
  } while (Date.now() < shopper.untilMs);
  return { answer: null, wasLost: true };
}

/** The code of a refusal; null when the answer is none. */
export function codeOf(answer: Answered | null): string | null {
  const { error } = answer ?? {};
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return String(error.code);
}
