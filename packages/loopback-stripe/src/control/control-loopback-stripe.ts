import type { LoggedRequest } from '../http/request-log.ts';
import type { Ledger } from '../ledger/total-intents.ts';
import type { Dispute } from '../shapes.ts';
import type { ClockView, CountersView, FaultOrder, FaultView, WebhooksView } from './control-shapes.ts';

/** The controls of a running loopback Stripe, for tests and the rehearsal. */
export interface LoopbackControl {
  setFault(order: FaultOrder): Promise<FaultView>;
  faults(): Promise<readonly FaultView[]>;
  /** Removes one switch, or all. */
  clearFaults(id?: string): Promise<void>;
  advanceClock(seconds: number): Promise<ClockView>;
  openDispute(paymentIntent: string, amount?: number): Promise<Dispute>;
  closeDispute(id: string, outcome: 'won' | 'lost'): Promise<Dispute>;
  ledger(): Promise<Ledger>;
  webhooks(): Promise<WebhooksView>;
  addWebhook(
    url: string,
    events?: readonly string[],
  ): Promise<{ readonly id: string; readonly secret: string }>;
  /** Sends now what waits for a later attempt, and resolves when no delivery is on its way. */
  flushWebhooks(): Promise<WebhooksView>;
  requests(filter?: Readonly<Record<string, string>>): Promise<readonly LoggedRequest[]>;
  counters(): Promise<CountersView>;
  resetRequests(): Promise<void>;
}

/** Speaks to /_control of the server at `url`. Every call throws an Error with the server's sentence. */
export function controlLoopbackStripe(url: string): LoopbackControl {
  const call = <Answer>(method: string, path: string, body?: object) =>
    callControl<Answer>(`${url}/_control${path}`, method, body);
  return {
    setFault: (order) => call('POST', '/faults', order),
    faults: async () => (await call<{ faults: FaultView[] }>('GET', '/faults')).faults,
    clearFaults: (id) => call('DELETE', id === undefined ? '/faults' : `/faults/${id}`),
    advanceClock: (advanceSeconds) => call('POST', '/clock', { advanceSeconds }),
    openDispute: (paymentIntent, amount) =>
      call('POST', '/disputes', amount === undefined ? { paymentIntent } : { paymentIntent, amount }),
    closeDispute: (id, outcome) => call('POST', `/disputes/${id}/close`, { outcome }),
    ledger: () => call('GET', '/ledger'),
    webhooks: () => call('GET', '/webhooks'),
    addWebhook: (target, events) =>
      call('POST', '/webhooks', events === undefined ? { url: target } : { url: target, events }),
    flushWebhooks: () => call('POST', '/webhooks/flush'),
    requests: async (filter = {}) => {
      const query = new URLSearchParams(filter).toString();
      return (await call<{ requests: LoggedRequest[] }>('GET', `/requests?${query}`)).requests;
    },
    counters: () => call('GET', '/counters'),
    resetRequests: () => call('DELETE', '/requests'),
  };
}

async function callControl<Answer>(url: string, method: string, body: object | undefined): Promise<Answer> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body), headers: json };
  const response = await fetch(url, init);
  const answer: unknown = await response.json();
  if (response.ok) return answer as Answer;
  throw new Error(`${method} ${url}: ${response.status} ${JSON.stringify(answer)}`);
}

const json = { 'content-type': 'application/json' };
