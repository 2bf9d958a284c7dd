import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { classifyStripeError } from './classify-stripe-error.ts';
import { connectStripe } from './connect-stripe.ts';

let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function answering(status: number, type: string, body: string): Promise<string> {
  server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': type, connection: 'close' }).end(body);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const refund = { id: 're_1', object: 'refund', status: 'succeeded' };

it.each([
  ['a page of a proxy', 502, 'text/html', '<html>Bad Gateway</html>', 'no-answer'],
  ['what a proxy says in JSON', 503, 'application/json', '{"message":"unavailable"}', 'no-answer'],
  ['a portal that knows better', 200, 'application/json', '{"login":"please"}', 'no-answer'],
  ['nothing', 200, 'application/json', 'null', 'no-answer'],
  ['half of an object', 200, 'application/json', JSON.stringify(refund).slice(0, 20), 'no-answer'],
  ['a fault of Stripe', 500, 'application/json', '{"error":{"type":"api_error"}}', 'server-fault'],
  [
    'a refusal of Stripe',
    400,
    'application/json',
    '{"error":{"type":"invalid_request_error","code":"charge_disputed"}}',
    'refused',
  ],
])('%s is no refund', async (_name, status, type, body, verdict) => {
  const stripe = connectStripe('sk_test_1', await answering(status, type, body), async () => undefined);
  const said = await stripe.refunds.create({ payment_intent: 'pi_1' }).catch(classifyStripeError);
  expect(said).toBe(verdict);
});

it('an object of Stripe is believed', async () => {
  const url = await answering(200, 'application/json', JSON.stringify(refund));
  const stripe = connectStripe('sk_test_1', url, async () => undefined);
  expect(await stripe.refunds.create({ payment_intent: 'pi_1' })).toMatchObject(refund);
});
