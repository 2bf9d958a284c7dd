import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFromTestCard } from '../cards/make-payment-method.ts';
import { testCardByToken } from '../cards/test-cards.ts';
import { decodeForm } from '../form/decode-form.ts';
import { confirmIntent } from '../intents/confirm-intent.ts';
import { createIntent } from '../intents/create-intent.ts';
import { newId } from '../new-id.ts';
import type { Change, Moment } from '../shapes.ts';
import type { WrittenAnswer } from './journal-line.ts';
import { linesOf, resumeStore } from './resume-store.ts';
import { lineOf, Store } from './store.ts';

const nowMs = Date.now();
const moment: Moment = { now: Math.floor(nowMs / 1000), newId, origin: 'http://127.0.0.1:1' };
const context = {
  atMs: nowMs,
  newId,
  request: { id: 'req_1', idempotency_key: 'k' },
  endpointsFor: () => ['we_1'],
};

/** A store with one authorized intent, made over two lines, and one kept answer. */
function filledStore(): Store {
  const store = new Store();
  const card = testCardByToken('pm_card_visa');
  if (card === undefined) throw new Error('no card');
  const method = makeFromTestCard(card, moment);
  const form = decodeForm('amount=5000&currency=eur&capture_method=manual&metadata[order]=o-1');
  const intent = createIntent(form, null, moment);
  const created: Change = { puts: [intent], events: [{ type: 'payment_intent.created', object: intent }] };
  const answer: WrittenAnswer = {
    key: 'secret k',
    path: '/v1/payment_intents',
    fingerprint: 'f',
    status: 200,
    requestId: 'req_1',
    put: 0,
  };
  store.apply(lineOf(created, context, answer));
  const confirmation = { method, returnUrl: 'https://x.example/', refuseAuthentication: false };
  const { change } = confirmIntent(intent, confirmation, moment);
  store.apply(lineOf({ ...change, puts: [...change.puts, method] }, context));
  store.apply({ at: nowMs, clockOffsetMs: 5000 });
  return store;
}

function contentOf(store: Store): unknown {
  const lists = [store.intents, store.charges, store.methods, store.events];
  return {
    lists: lists.map((list) => [...list.values()]),
    keys: [...store.keys.kept()],
    at: store.clockOffsetMs,
  };
}

test('a compacted journal brings back the same store', () => {
  const store = filledStore();
  const again = new Store();
  for (const line of linesOf(store, nowMs)) again.apply(JSON.parse(JSON.stringify(line)));
  expect(contentOf(again)).toEqual(JSON.parse(JSON.stringify(contentOf(store))));
});

test('compaction forgets events of more than thirty days ago, and nothing else', () => {
  const store = filledStore();
  const again = new Store();
  for (const line of linesOf(store, nowMs + 31 * 86_400_000)) again.apply(line);
  expect(again.events.size).toBe(0);
  expect(again.intents.size).toBe(1);
  expect([...again.intents.values()][0]?.status).toBe('requires_capture');
});

test('events keep the object as it was, not as it is', () => {
  const statuses = [...filledStore().events.values()]
    .filter((event) => event.type.startsWith('payment_intent.'))
    .map((event) => 'status' in event.object && event.object.status);
  expect(statuses).toEqual(['requires_payment_method', 'requires_capture']);
});

test('an event about an object that is not written is a mistake of ours', () => {
  const { intents } = filledStore();
  const intent = [...intents.values()][0];
  if (intent === undefined) throw new Error('no intent');
  expect(() => lineOf({ puts: [], events: [{ type: 'x', object: intent }] }, context)).toThrow(/not written/);
});

test('a folder serves one server at a time', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'store-'));
  const first = new Store();
  await resumeStore(first, folder);
  await expect(resumeStore(new Store(), folder)).rejects.toThrow(/already in use/);
  await first.close();
  const second = new Store();
  await resumeStore(second, folder);
  await second.close();
  await rm(folder, { recursive: true });
});
