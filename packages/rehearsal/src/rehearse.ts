import { type Stack, startStack } from '@fairgate/launcher/stack.ts';
import { judgeSale } from './judge-sale.ts';
import type { RehearsalOptions } from './options.ts';
import { cpuBetween, cpuSeconds } from './outcome/cpu-seconds.ts';
import type { Report } from './outcome/report.ts';
import { playSale } from './play-sale.ts';
import type { Progress } from './progress.ts';
import { dropSettings } from './sale-settings.ts';
import { openTokenIssuer } from './stage/issue-tokens.ts';
import { putOnSale } from './stage/put-on-sale.ts';
import { seedAccounts } from './stage/seed-accounts.ts';
import { signUpFans } from './stage/sign-in-fans.ts';

/** The loopback Stripe takes thousands of calls a second; the budget of a real one is not what is rehearsed. */
const stripeRequestsPerSecond = 2_000;
/** Who finds nothing to buy for so long goes home. */
const patienceMs = 90_000;
/** So many sign in with a password. */
const passwordFansMax = 5;

/** Plays a whole sale on a stack of its own and says how it went. Throws when it could not be played. */
export async function rehearse(
  options: RehearsalOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<Report> {
  progress.say('Starting a stack of its own');
  const stack = await startStack({
    services: options.services,
    queues: options.queues,
    environment: {
      TRUSTED_PROXIES: '127.0.0.1',
      STRIPE_REQUESTS_PER_SECOND: String(stripeRequestsPerSecond),
      LOG_LEVEL: 'warn',
    },
    fsync: true,
    signal,
  });
  try {
    return await playAndJudge(options, stack, progress, signal);
  } finally {
    progress.stop();
    await stack.stop();
  }
}

async function playAndJudge(
  options: RehearsalOptions,
  stack: Stack,
  progress: Progress,
  signal: AbortSignal,
): Promise<Report> {
  const { seed, fans, tickets } = options;
  const settings = dropSettings(options);
  const signingKey = stack.environment.SIGNING_KEY ?? '';
  const passwordFans = await signUpFans(stack.gatewayUrl, Math.min(passwordFansMax, fans));
  const seeded = await seedAccounts(stack.databaseUrl, fans - passwordFans.length, 'rehearsal.example');
  const show = await putOnSale(stack.gatewayUrl, settings);
  progress.say(`${tickets} tickets, ${fans} fans; the doors open in ${settings.lobbySeconds} s`);
  const crowd = {
    ...{ seed, patienceMs, passwordFans, curve: options.curve, tempo: options.tempo, abandoning: 1 },
    ...{ limit: settings.limit, lobbySeconds: settings.lobbySeconds },
    accountIds: [...passwordFans.map(({ accountId }) => accountId), ...seeded],
  };
  const tokens = await openTokenIssuer(signingKey, stack.environment.PUBLIC_URL ?? '');
  const place = { tickets, tokens, gatewayUrls: stack.gatewayUrls };
  const before = cpuSeconds(stack.processes);
  const sale = await playSale(crowd, show, place, progress, signal);
  const cpu = cpuBetween(before, cpuSeconds(stack.processes));
  signal.throwIfAborted();
  const witnesses = {
    gatewayUrl: stack.gatewayUrl,
    ...{ signingKey, databaseUrl: stack.databaseUrl, redisUrl: stack.redisUrl },
    ...{ stripeSecretKey: stack.stripe.secretKey, stripeApiUrl: stack.stripe.apiUrl },
  };
  const facts = { seed, fans, tickets, paymentSeconds: settings.paymentSeconds, cpu };
  return judgeSale(sale, show, facts, witnesses, progress, signal);
}
