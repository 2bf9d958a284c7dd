import { createClient } from '@fairgate/client/create-client.ts';
import type { Dispatcher } from 'undici';
import { lightTransport } from '../http/light-transport.ts';
import type { Tally } from '../outcome/tally.ts';
import type { TokenIssuer } from '../stage/issue-tokens.ts';
import { type PasswordFan, passwordToken } from '../stage/sign-in-fans.ts';
import { type ArrivalCurve, arrivals } from './arrival-curve.ts';
import { decideFan, randomOfFan } from './decide-fan.ts';
import type { Fan, FanMemory, Show } from './fan.ts';
import type { Pauses } from './pauses.ts';
import { visitDrop } from './visit-drop.ts';

export interface Crowd {
  readonly seed: number;
  readonly curve: ArrivalCurve;
  readonly accountIds: readonly string[];
  /** The first of them sign in with a password, the others come with tokens. */
  readonly passwordFans: readonly PasswordFan[];
  /** How many tickets one may buy. */
  readonly limit: number;
  readonly lobbySeconds: number;
  /** See decideFan. */
  readonly abandoning: number;
  readonly tempo: number;
  readonly patienceMs: number;
}

/** What fans reach the system with. */
export interface Ways {
  /** Fans take turns among the gateways. */
  readonly gatewayUrls: readonly string[];
  readonly gateways: Dispatcher;
  readonly stripe: Dispatcher;
  readonly tokens: TokenIssuer;
}

/** Sends everybody on their visits; resolves when all have gone home. */
export async function sendCrowd(
  crowd: Crowd,
  show: Show,
  ways: Ways,
  { tally, pauses }: { readonly tally: Tally; readonly pauses: Pauses },
  onSurprise: (fan: number, sentence: string) => void,
): Promise<readonly FanMemory[]> {
  const { seed, accountIds, lobbySeconds } = crowd;
  const moments = arrivals(crowd.curve, accountIds.length, lobbySeconds, (fan) =>
    randomOfFan(seed, fan, 'arrives'),
  );
  const transport = lightTransport(ways.gateways);
  const visits = accountIds.map(async (accountId, index): Promise<FanMemory> => {
    const gatewayUrl = ways.gatewayUrls[index % ways.gatewayUrls.length] ?? '';
    const passwordFan = crowd.passwordFans[index];
    const token =
      passwordFan === undefined
        ? ways.tokens.issueFor(accountId)
        : passwordToken(gatewayUrl, addressOf(index), passwordFan, tally);
    const fan: Fan = {
      plan: decideFan(seed, index, crowd.limit, crowd.abandoning),
      show,
      api: createClient({
        baseUrl: gatewayUrl,
        token: token.value,
        headers: { 'x-forwarded-for': addressOf(index) },
        transport,
      }),
      token,
      stripe: ways.stripe,
      random: randomOfFan(seed, index, 'acts'),
      ...{ pauses, tally },
      memory: { accountId, orders: [], tickets: new Set() },
      tempo: crowd.tempo,
      patienceMs: crowd.patienceMs,
      place: 'coming',
    };
    await pauses.wait(show.opensMs + (moments[index] ?? 0) * 1000 - Date.now());
    await visitDrop(fan, (sentence) => onSurprise(index, sentence));
    return fan.memory;
  });
  return Promise.all(visits);
}

/** Everybody comes from somewhere else. */
function addressOf(index: number): string {
  return `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
}
