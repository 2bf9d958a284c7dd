import { type ApiClient, createClient } from '@fairgate/client/create-client.ts';
import type { Show } from '@fairgate/rehearsal/crowd/fan.ts';
import { lightTransport } from '@fairgate/rehearsal/http/light-transport.ts';
import { openTokenIssuer, type TokenIssuer } from '@fairgate/rehearsal/stage/issue-tokens.ts';
import { putOnSale } from '@fairgate/rehearsal/stage/put-on-sale.ts';
import { seedAccounts } from '@fairgate/rehearsal/stage/seed-accounts.ts';
import { Agent } from 'undici';
import type { HistoryEvent } from '../history/history.ts';
import { patiently } from '../patiently.ts';
import type { FaultStack } from '../stack/fault-stack.ts';

/** A drop on sale in a fault stack, and what its shoppers need. */
export interface Venue {
  readonly show: Show;
  readonly settings: VenueSettings;
  readonly gatewayUrls: readonly string[];
  readonly stripeUrl: string;
  readonly tokens: TokenIssuer;
  readonly agent: Agent;
  /** Ticket numbers below this have seats. */
  readonly seats: number;
  /** What its customers were told in runs that were judged before: it has to be true still. */
  readonly past: HistoryEvent[];
  readonly newAccounts: (count: number) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

export interface VenueSettings {
  readonly tickets: number;
  readonly limit: number;
  readonly shopperCap: number;
  readonly holdSeconds: number;
  readonly paymentSeconds: number;
  readonly admissionSeconds: number;
}

/** A fifth has no seats: forty runs of crash points buy some five of those each, and sixteen of them up to fourteen. */
export const usualVenue: VenueSettings = {
  tickets: 2_000,
  limit: 4,
  shopperCap: 500,
  holdSeconds: 20,
  paymentSeconds: 12,
  admissionSeconds: 120,
};

const ratePerMinute = 60_000;
const claimSeconds = 30;
/** A client waits this long for an answer; then it does not know. Milliseconds. */
const answerMsMax = 2_500;
const generalShare = 0.2;
const patience = { tries: 10, pauseMs: 1_500 };

export async function openVenue(
  stack: FaultStack,
  settings: VenueSettings = usualVenue,
  opensInSeconds = 1,
): Promise<Venue> {
  const gatewayUrls = stack.services.filter(({ service }) => service === 'gateway').map(({ url }) => url);
  const drop = { ...settings, ratePerMinute, claimSeconds, lobbySeconds: opensInSeconds };
  // On a busy machine a gateway that has just started sends vendors away: an event that was begun is left as a draft.
  const show = await patiently(() => putOnSale(gatewayUrls[0] ?? '', drop), patience);
  const agent = new Agent({
    connections: 64,
    connectTimeout: answerMsMax,
    headersTimeout: answerMsMax,
    bodyTimeout: answerMsMax,
  });
  return {
    ...{ show, settings, gatewayUrls, agent, stripeUrl: stack.stripeUrl },
    tokens: await openTokenIssuer(stack.secrets.signingKey, stack.publicUrl),
    seats: settings.tickets - Math.round(settings.tickets * generalShare),
    past: [],
    newAccounts: (count) =>
      patiently(() => seedAccounts(stack.databaseUrl, count, 'faults.example'), patience),
    close: () => agent.destroy(),
  };
}

/** A client of one gateway for one account, from an address of its own. */
export function clientOf(
  venue: Venue,
  gatewayUrl: string,
  token: () => string | null,
  address: string,
): ApiClient {
  return createClient({
    baseUrl: gatewayUrl,
    token,
    headers: { 'x-forwarded-for': address },
    transport: lightTransport(venue.agent),
  });
}
