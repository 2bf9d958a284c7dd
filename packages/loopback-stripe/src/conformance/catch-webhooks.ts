import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';

/** A delivery as it came in, with its signature checked by Stripe's own SDK. */
export interface CaughtWebhook {
  readonly event: Stripe.Event;
  readonly signature: string;
  readonly payload: string;
  readonly atMs: number;
}

export interface WebhookCatcher {
  readonly url: string;
  /** Every delivery with a good signature, in the order of arrival, also those answered with an error. */
  readonly caught: readonly CaughtWebhook[];
  /** Deliveries whose signature did not hold. */
  readonly refused: readonly string[];
  /** Decides the HTTP status of each answer; at first always 200. */
  answer: (webhook: CaughtWebhook) => number | Promise<number>;
  /** The first delivery of this type about this object, now or within the time. Throws when none comes. */
  waitFor(type: string, objectId: string, withinMs?: number): Promise<Stripe.Event>;
  stop(): Promise<void>;
}

const pollMs = 5;
const withinMsDefault = 5000;

/** A webhook endpoint on a free port of this machine. */
export async function catchWebhooks(secret: string, port = 0): Promise<WebhookCatcher> {
  const { webhooks } = new Stripe('sk_test_unused');
  const caught: CaughtWebhook[] = [];
  const refused: string[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const payload = Buffer.concat(chunks).toString('utf8');
    const signature = String(request.headers['stripe-signature']);
    try {
      const event = webhooks.constructEvent(payload, signature, secret);
      const webhook = { event, signature, payload, atMs: Date.now() };
      caught.push(webhook);
      response.writeHead(await catcher.answer(webhook)).end();
    } catch (failure) {
      refused.push(String(failure));
      response.writeHead(400).end();
    }
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const catcher: WebhookCatcher = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    caught,
    refused,
    answer: () => 200,
    async waitFor(type, objectId, withinMs = withinMsDefault) {
      for (const until = Date.now() + withinMs; Date.now() < until; ) {
        const found = caught.find(({ event }) => event.type === type && isAbout(event, objectId));
        if (found !== undefined) return found.event;
        await new Promise((resolve) => setTimeout(resolve, pollMs));
      }
      const seen = caught.map(({ event }) => event.type).join(', ');
      throw new Error(`no ${type} about ${objectId} within ${withinMs} ms; seen: ${seen}`);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return catcher;
}

/** Whether an event tells of this object, or of something that belongs to this intent. */
export function isAbout(event: Stripe.Event, objectId: string): boolean {
  const object = event.data.object as { id?: string; payment_intent?: unknown };
  return object.id === objectId || object.payment_intent === objectId;
}
