import { createClient } from '@fairgate/client/create-client.ts';
import type { Tally } from '../outcome/tally.ts';
import type { IssuedToken } from './issue-tokens.ts';

/** A fan who signs in as people do, with a password. */
export interface PasswordFan {
  readonly accountId: string;
  readonly email: string;
}

const password = 'a fan of long standing';
/** Renewed when it ends sooner. */
const spareMs = 60_000;

/** Makes accounts by signing up, each from an address of its own. */
export async function signUpFans(gatewayUrl: string, count: number): Promise<readonly PasswordFan[]> {
  const fans: PasswordFan[] = [];
  for (let index = 0; index < count; index += 1) {
    const api = createClient({ baseUrl: gatewayUrl, headers: { 'x-forwarded-for': `10.255.0.${index}` } });
    const email = `regular-${index}-${Date.now()}@rehearsal.example`;
    const { data, error } = await api.POST('/v1/accounts', { body: { email, password, name: 'Regular' } });
    if (data === undefined) throw new Error(`a fan could not sign up: ${JSON.stringify(error)}`);
    fans.push({ accountId: data.account.id, email });
  }
  return fans;
}

/** Signs in when the first token is needed, and renews the session before it ends. */
export function passwordToken(
  gatewayUrl: string,
  address: string,
  fan: PasswordFan,
  tally: Tally,
): IssuedToken {
  const api = createClient({ baseUrl: gatewayUrl, headers: { 'x-forwarded-for': address } });
  let session: { accessToken: string; accessExpiresAt: string; refreshToken: string } | null = null;
  return {
    value: () => session?.accessToken ?? null,
    async fresh() {
      if (session !== null && Date.parse(session.accessExpiresAt) - Date.now() > spareMs) return;
      const startedAt = performance.now();
      const { data, error } =
        session === null
          ? await api.POST('/v1/sessions', { body: { email: fan.email, password } })
          : await api.POST('/v1/sessions/renew', { body: { refreshToken: session.refreshToken } });
      tally.latencies.signIn.add(performance.now() - startedAt);
      if (data === undefined) throw new Error(`${fan.email} cannot sign in: ${JSON.stringify(error)}`);
      session = data;
    },
  };
}
