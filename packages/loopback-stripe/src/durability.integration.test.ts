import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientOf } from './conformance/worlds.ts';
import { controlLoopbackStripe } from './control/control-loopback-stripe.ts';

const main = join(import.meta.dirname, 'main.ts');
const order: Stripe.PaymentIntentCreateParams = {
  amount: 5000,
  currency: 'eur',
  capture_method: 'manual',
  allowed_payment_method_types: ['card'],
};

interface Child {
  readonly process: ChildProcess;
  readonly url: string;
  readonly lines: string[];
  readonly exited: Promise<number | null>;
}

let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stripe-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

async function startChild(...flags: string[]): Promise<Child> {
  const process_ = spawn(process.execPath, [main, '--port', '0', '--data', folder, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(process_);
  const exited = new Promise<number | null>((resolve) => process_.once('exit', resolve));
  const lines: string[] = [];
  const first = Promise.withResolvers<string>();
  createInterface({ input: process_.stdout }).on('line', (line) => {
    lines.push(line);
    first.resolve(line);
  });
  exited.then((code) => first.reject(new Error(`exit ${code} before listening`)));
  const { listening } = JSON.parse(await first.promise) as { listening: string };
  return { process: process_, url: listening, lines, exited };
}

const clientFor = (child: Child) => clientOf(child, 'sk_test_loopback');

test('kill -9 while creating and capturing loses nothing that was acknowledged', async () => {
  const acknowledged = new Map<string, { id: string; status: string }>();
  for (let round = 0; round < 4; round += 1) {
    const child = await startChild();
    const stripe = clientFor(child);
    let killed = false;
    const buy = async (buyer: number): Promise<void> => {
      for (let count = 0; !killed; count += 1) {
        const key = `${round}-${buyer}-${count}`;
        try {
          const { id } = await stripe.paymentIntents.create(order, { idempotencyKey: key });
          acknowledged.set(key, { id, status: 'requires_payment_method' });
          await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
          acknowledged.set(key, { id, status: 'requires_capture' });
          await stripe.paymentIntents.capture(id);
          acknowledged.set(key, { id, status: 'succeeded' });
        } catch {
          return;
        }
      }
    };
    const buyers = Array.from({ length: 8 }, (_, buyer) => buy(buyer));
    await new Promise((resolve) => setTimeout(resolve, 250 + 100 * round));
    child.process.kill('SIGKILL');
    killed = true;
    await Promise.all(buyers);
    await child.exited;
  }
  const child = await startChild();
  const stripe = clientFor(child);
  const rank = ['requires_payment_method', 'requires_capture', 'succeeded'];
  const rows = new Map(
    (await controlLoopbackStripe(child.url).ledger()).intents.map((row) => [row.paymentIntent, row]),
  );
  expect(acknowledged.size).toBeGreaterThan(50);
  for (const { id, status } of acknowledged.values()) {
    expect(rank.indexOf(rows.get(id)?.status ?? 'lost')).toBeGreaterThanOrEqual(rank.indexOf(status));
  }
  for (const [key, { id }] of [...acknowledged].slice(-20)) {
    const replayed = await stripe.paymentIntents.create(order, { idempotencyKey: key });
    expect([replayed.id, replayed.lastResponse.headers['idempotent-replayed']]).toEqual([id, 'true']);
  }
  for (const row of rows.values()) {
    expect(row.captured).toBe(row.status === 'succeeded' ? 5000 : 0);
    expect(row.captures).toBeLessThanOrEqual(1);
  }
});

test('every answer is in the journal before it leaves, also those that only read', async () => {
  const child = await startChild();
  const stripe = clientFor(child);
  const journal = () => readFileSync(join(folder, 'journal.log'), 'utf8');
  const buy = async (): Promise<void> => {
    const { id } = await stripe.paymentIntents.create(order);
    expect(journal()).toContain(`"id":"${id}"`);
    const confirming = stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    const seen = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
    const charge = seen.latest_charge as Stripe.Charge | null;
    if (charge !== null) expect(journal()).toContain(`"id":"${charge.id}"`);
    await confirming;
  };
  await Promise.all(Array.from({ length: 40 }, buy));
});

test('a torn last line is dropped, and the server goes on', async () => {
  const first = await startChild();
  const { id } = await clientFor(first).paymentIntents.create(order);
  first.process.kill('SIGKILL');
  await first.exited;
  await appendFile(join(folder, 'journal.log'), '0badc0de {"at":17999');
  const second = await startChild();
  expect((await clientFor(second).paymentIntents.retrieve(id)).status).toBe('requires_payment_method');
  const later = await clientFor(second).paymentIntents.create(order);
  second.process.kill('SIGKILL');
  await second.exited;
  const third = await startChild();
  expect((await clientFor(third).paymentIntents.list()).data.map((one) => one.id)).toEqual([later.id, id]);
});

test('everything else comes back too: refunds, disputes, events, the clock', async () => {
  const first = await startChild();
  const stripe = clientFor(first);
  const control = controlLoopbackStripe(first.url);
  const paid = {
    ...order,
    confirm: true,
    capture_method: 'automatic',
    payment_method: 'pm_card_visa',
  } as const;
  const [one, other] = [await stripe.paymentIntents.create(paid), await stripe.paymentIntents.create(paid)];
  await stripe.refunds.create({ payment_intent: one.id, amount: 1500 });
  await control.openDispute(other.id, 2000);
  await control.advanceClock(3600);
  const [ledger, { data: events }] = [await control.ledger(), await stripe.events.list({ limit: 100 })];
  first.process.kill('SIGKILL');
  await first.exited;
  const second = await startChild();
  const again = controlLoopbackStripe(second.url);
  expect(await again.ledger()).toEqual(ledger);
  expect(ledger.totals).toEqual({ eur: { intents: 2, captured: 10_000, refunded: 1500, disputed: 2000 } });
  expect((await clientFor(second).events.list({ limit: 100 })).data).toEqual(events);
  expect((await again.advanceClock(0)).offsetMs).toBe(3_600_000);
});

test('it prints one line of JSON when it listens, and answers /health', async () => {
  const child = await startChild();
  const response = await fetch(`${child.url}/health`);
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  expect(child.lines).toEqual([JSON.stringify({ listening: child.url })]);
});

test('SIGTERM lets the request under way end and leaves with 0', async () => {
  const child = await startChild();
  await controlLoopbackStripe(child.url).setFault({ kind: 'latency', ms: 400 });
  const request = clientFor(child).paymentIntents.create(order);
  await new Promise((resolve) => setTimeout(resolve, 150));
  child.process.kill('SIGTERM');
  expect((await request).status).toBe('requires_payment_method');
  expect(await child.exited).toBe(0);
});

test('SIGTERM does not wait for requests that an outage left hanging', async () => {
  const child = await startChild();
  await controlLoopbackStripe(child.url).setFault({ kind: 'outage', mode: 'hang' });
  const request = clientFor(child)
    .paymentIntents.create(order)
    .catch(() => 'cut');
  await new Promise((resolve) => setTimeout(resolve, 150));
  child.process.kill('SIGTERM');
  expect(await child.exited).toBe(0);
  expect(await request).toBe('cut');
});

test.for([
  { what: 'a host that others could reach', flags: ['--host', '0.0.0.0'] },
  { what: 'a port that is no number', flags: ['--port', 'many'] },
  { what: 'an unknown flag', flags: ['--colour', 'red'] },
])('$what is refused with exit 1', async ({ flags }) => {
  await expect(startChild(...flags)).rejects.toThrow('exit 1 before listening');
});

test('two servers cannot share a folder', async () => {
  await startChild();
  await expect(startChild()).rejects.toThrow('exit 1 before listening');
});
