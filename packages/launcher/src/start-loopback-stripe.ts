import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { webhookEventTypes } from '@fairgate/shared/states/decide-intent.ts';
import type { Guard } from './guarded-spawn.ts';
import { REPOSITORY } from './repository.ts';
import type { Secrets } from './secrets.ts';
import { inheritedEnvironment, type StripeAccess } from './service-environment.ts';
import { type SupervisedProcess, type SuperviseOptions, superviseProcess } from './supervise.ts';

const READY_WITHIN_MS = 20_000;
const STOP_GRACE_MS = 3_000;
const PROBE_TIMEOUT_MS = 1_000;

export const LOOPBACK_STRIPE = join(REPOSITORY, 'packages', 'loopback-stripe', 'src', 'main.ts');

export interface LoopbackStripeOptions {
  readonly guard: Guard;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly port: number;
  /** The pause before an event that was not taken is sent again, at first. Milliseconds. */
  readonly webhookRetryBaseMs?: number;
  /** Where it posts its events; without it none are sent. */
  readonly webhookUrl?: string;
  readonly secrets: Pick<Secrets, 'stripeSecretKey' | 'stripePublishableKey' | 'stripeWebhookSecret'>;
  readonly environment: Readonly<Record<string, string>>;
  readonly supervise?: SuperviseOptions;
}

export interface RunningStripe extends StripeAccess {
  readonly process: SupervisedProcess;
}

/** Starts our stand-in for Stripe on 127.0.0.1. */
export async function startLoopbackStripe(options: LoopbackStripeOptions): Promise<RunningStripe> {
  if (!existsSync(LOOPBACK_STRIPE)) throw new Error(`${LOOPBACK_STRIPE} is missing from this checkout`);
  const apiUrl = `http://127.0.0.1:${options.port}`;
  const { stripeSecretKey, stripePublishableKey, stripeWebhookSecret } = options.secrets;
  const flags = {
    port: String(options.port),
    host: '127.0.0.1',
    data: options.dataFolder,
    'secret-key': stripeSecretKey,
    'publishable-key': stripePublishableKey,
    'webhook-secret': stripeWebhookSecret,
    ...(options.webhookRetryBaseMs !== undefined && {
      'webhook-retry-base-ms': String(options.webhookRetryBaseMs),
    }),
    ...(options.webhookUrl !== undefined && {
      'webhook-url': options.webhookUrl,
      'webhook-events': webhookEventTypes.join(','),
    }),
  };
  const supervised = await superviseProcess(
    options.guard,
    {
      name: 'stripe',
      command: process.execPath,
      args: [LOOPBACK_STRIPE, ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])],
      environment: inheritedEnvironment(options.environment),
      folder: REPOSITORY,
      logFile: options.logFile,
      stopSignals: ['SIGTERM', 'SIGKILL'],
      stopGraceMs: STOP_GRACE_MS,
      stopStage: 'stores',
      isReady: () => answersHttp(apiUrl),
      readyWithinMs: READY_WITHIN_MS,
    },
    options.supervise,
  );
  return {
    process: supervised,
    apiUrl,
    secretKey: stripeSecretKey,
    publishableKey: stripePublishableKey,
    webhookSecret: stripeWebhookSecret,
  };
}

/** Any answer will do: it says that the server listens. */
async function answersHttp(url: string): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return true;
  } catch {
    return false;
  }
}
