import { afterAll, beforeAll, expect, test } from 'vitest';
import { catchWebhooks, type WebhookCatcher } from './conformance/catch-webhooks.ts';
import { type ConformanceWorld, isCheckable } from './conformance/conformance-fact.ts';
import { conformanceFacts } from './conformance/conformance-facts.ts';
import { loopbackWorld } from './conformance/worlds.ts';
import { type LoopbackStripe, startLoopbackStripe } from './start-loopback-stripe.ts';

let server: LoopbackStripe;
let catcher: WebhookCatcher;
let world: ConformanceWorld;

beforeAll(async () => {
  catcher = await catchWebhooks('whsec_loopback');
  server = await startLoopbackStripe({
    webhooks: [{ url: catcher.url }],
    searchLagMs: 200,
    refundSettleMs: 100,
  });
  world = loopbackWorld(server, catcher);
});

afterAll(async () => {
  await server.stop();
  await catcher.stop();
});

test.for(conformanceFacts)('$name', async (fact) => {
  expect(isCheckable(fact, world)).toBe(true);
  await fact.check(world);
});

test('every webhook of the suite bore a good signature', () => {
  expect(catcher.refused).toEqual([]);
});

test('facts have different names', () => {
  expect(new Set(conformanceFacts.map((fact) => fact.name)).size).toBe(conformanceFacts.length);
});
