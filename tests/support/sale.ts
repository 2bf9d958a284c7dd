import { anyFreePort } from '@fairgate/launcher/free-port.ts';
import { startLoopbackStripe } from '@fairgate/loopback-stripe/start-loopback-stripe.ts';
import { runPaymentsWorker } from '@fairgate/payments-worker/worker.ts';
import { connectWorkerStores as connectPaymentsStores } from '@fairgate/payments-worker/worker-stores.ts';
import { runQueueWorker } from '@fairgate/queue-worker/worker.ts';
import { connectWorkerStores as connectQueueStores } from '@fairgate/queue-worker/worker-stores.ts';
import { readConfig } from '@fairgate/shared/config.ts';
import { pino } from 'pino';
import { vi } from 'vitest';
import { createTestGateway, type TestGateway } from './gateway.ts';
import type { OnSale } from './on-sale.ts';

export interface TestSale {
  readonly gateway: TestGateway;
  readonly gatewayUrl: string;
  readonly stripe: Awaited<ReturnType<typeof startLoopbackStripe>>;
  readonly close: () => Promise<void>;
}

/** A whole sale in this process: a listening gateway, one of each worker, and the loopback Stripe with its webhooks. */
export async function startTestSale(overrides: Record<string, string> = {}): Promise<TestSale> {
  const port = await anyFreePort();
  const gatewayUrl = `http://127.0.0.1:${port}`;
  const stripe = await startLoopbackStripe({ webhooks: [{ url: `${gatewayUrl}/v1/stripe/webhook` }] });
  const gateway = await createTestGateway({
    PUBLIC_URL: gatewayUrl,
    STRIPE_API_URL: stripe.url,
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_PUBLISHABLE_KEY: stripe.publishableKey,
    STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    ...overrides,
  });
  await gateway.app.listen({ host: '127.0.0.1', port });
  const environment = { ...gateway.environment, METRICS_PORT: '1' };
  const log = pino({ level: overrides.LOG_LEVEL ?? 'error' });
  const queueConfig = readConfig('queue-worker', environment);
  const queueStores = await connectQueueStores(queueConfig, log);
  const queueWorker = runQueueWorker(queueConfig, queueStores);
  const paymentsConfig = readConfig('payments-worker', environment);
  const paymentsStores = await connectPaymentsStores(paymentsConfig, log);
  const paymentsWorker = runPaymentsWorker(paymentsConfig, paymentsStores);
  return {
    gateway,
    gatewayUrl,
    stripe,
    async close() {
      await Promise.all([queueWorker.stop(), paymentsWorker.stop()]);
      await Promise.all([queueStores.close(), paymentsStores.close()]);
      await gateway.close();
      await stripe.stop();
    },
  };
}

/** Says that a vendor changed the drop, as the catalogue's routes do, and waits until the gateway shows it. */
export async function publishDrop(gateway: TestGateway, { eventId, dropId }: OnSale): Promise<void> {
  await gateway.stores.database.outboxRow.create({
    data: { topic: 'drop-publish', dedupeKey: `test:${dropId}`, eventId, payload: { eventId, dropId } },
  });
  await vi.waitFor(
    async () => {
      const { statusCode, body } = await gateway.app.inject(`/v1/drops/${dropId}/status`);
      if (statusCode !== 200) throw new Error(`the drop is not published: ${body}`);
    },
    { timeout: 10_000, interval: 100 },
  );
}
