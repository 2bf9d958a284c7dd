import type { AddressInfo } from 'node:net';
import { buildApp } from './build-app.ts';
import { DueWork } from './due-work.ts';
import { FaultSwitches } from './faults/fault-switches.ts';
import type { ApiContext } from './http/api-context.ts';
import { RequestLog } from './http/request-log.ts';
import {
  refundSettleMsDefault,
  searchLagMsDefault,
  stopGraceMs,
  webhookRetryBaseMsDefault,
} from './limits.ts';
import { SearchIndex } from './lists/search-index.ts';
import { resumeStore } from './store/resume-store.ts';
import { Store } from './store/store.ts';
import { startSweeping } from './sweep-due.ts';
import { WebhookSender } from './webhooks/deliver-webhooks.ts';
import { makeEndpoint } from './webhooks/webhook-endpoint.ts';

export interface WebhookTarget {
  readonly url: string;
  /** Default: `webhookSecret` of the server. */
  readonly secret?: string;
  /** Stripe's event types; default all. */
  readonly events?: readonly string[];
}

export interface LoopbackStripeOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. Anything but a loopback address is refused. */
  readonly host?: string;
  /** Lifts that refusal, for a container whose network is its own. Default false. */
  readonly listenInContainer?: boolean;
  /** Folder of the journal. Without one nothing outlives the process. */
  readonly dataFolder?: string;
  /** Address under which browsers reach the 3-D Secure page; default where it listens. */
  readonly publicUrl?: string;
  readonly webhooks?: readonly WebhookTarget[];
  readonly secretKey?: string;
  readonly publishableKey?: string;
  readonly webhookSecret?: string;
  /** How long the search does not see a change. Default 1000. */
  readonly searchLagMs?: number;
  /** How long a refund of the slow and failing test cards takes. Default 1000. */
  readonly refundSettleMs?: number;
  /** Pause before the second attempt of a webhook; doubles from there. Default 1000. */
  readonly webhookRetryBaseMs?: number;
}

export interface LoopbackStripe {
  readonly url: string;
  readonly port: number;
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly webhookSecret: string;
  /** Resolves with the reason if the disk fails: nothing is acknowledged from then on. */
  readonly diskFailed: Promise<unknown>;
  /** Ends deliveries and connections, and closes the journal. */
  stop(): Promise<void>;
}

const loopbackHosts = ['127.0.0.1', '::1', 'localhost'];

/** Starts a server and resolves when it listens. Throws for a host that others could reach. */
export async function startLoopbackStripe(options: LoopbackStripeOptions = {}): Promise<LoopbackStripe> {
  const host = options.host ?? '127.0.0.1';
  if (!loopbackHosts.includes(host) && options.listenInContainer !== true) {
    throw new Error(`the loopback Stripe has no real security and listens on loopback only, not on ${host}`);
  }
  const search = new SearchIndex(options.searchLagMs ?? searchLagMsDefault);
  const store = new Store();
  store.watchers.push({ onPut: (object, atMs) => search.onPut(object, atMs) });
  const dueWork = new DueWork(store, options.refundSettleMs ?? refundSettleMsDefault);
  if (options.dataFolder !== undefined) await resumeStore(store, options.dataFolder);
  const faults = new FaultSwitches();
  const retryBaseMs = options.webhookRetryBaseMs ?? webhookRetryBaseMsDefault;
  const webhooks = new WebhookSender(store, retryBaseMs, faults.planWebhook);
  const context: ApiContext = {
    store,
    webhooks,
    faults,
    search,
    dueWork,
    log: new RequestLog(),
    secretKey: options.secretKey ?? 'sk_test_loopback',
    publishableKey: options.publishableKey ?? 'pk_test_loopback',
    webhookSecret: options.webhookSecret ?? 'whsec_loopback',
    hanging: new Set(),
    stopping: false,
    origin: '',
  };
  for (const target of options.webhooks ?? []) {
    webhooks.addEndpoint(makeEndpoint(target.url, target.secret ?? context.webhookSecret, target.events));
  }
  const app = buildApp(context);
  await app.listen({ host, port: options.port ?? 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  context.origin = options.publicUrl ?? url;
  webhooks.start();
  const stopSweeping = startSweeping(context);
  const stop = async (): Promise<void> => {
    context.stopping = true;
    stopSweeping();
    for (const response of context.hanging) response.destroy();
    const impatience = setTimeout(() => app.server.closeAllConnections(), stopGraceMs);
    await app.close();
    clearTimeout(impatience);
    await webhooks.stop();
    await store.close();
  };
  const { secretKey, publishableKey, webhookSecret } = context;
  return { url, port, secretKey, publishableKey, webhookSecret, diskFailed: store.failed, stop };
}
