import { randomUUID } from 'node:crypto';
import type { MyTicket } from '@fairgate/shared/contracts/orders.ts';
import type { Transfer } from '@fairgate/shared/contracts/transfers.ts';
import { readFolderMail } from '@fairgate/shared/mail/folder-mails.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyTickets } from '../support/bought-tickets.ts';
import { type Answer, createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';
import { asOwner } from '../support/vendor-desk.ts';

let sale: TestSale;
let event: OnSale;
let gate: Fan;
beforeAll(async () => {
  sale = await startTestSale();
  event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { general: 40 });
  await publishDrop(sale.gateway, event);
  [gate] = (await createFans(sale.gateway, 1)) as [Fan];
  await sale.gateway.stores.database.vendorMember.create({
    data: { vendorId: event.vendorId, userId: gate.id, role: 'manager' },
  });
});
afterAll(() => sale.close());

const fans = async (count: number): Promise<Fan[]> => createFans(sale.gateway, count);

/** Somebody with a paid ticket. */
async function holder(): Promise<{ readonly giver: Fan; readonly ticket: MyTicket }> {
  const [giver] = (await fans(1)) as [Fan];
  const [ticket] = (await buyTickets(giver, event, 1)) as [MyTicket];
  return { giver, ticket };
}

function offer(giver: Fan, ticket: MyTicket, more: { key?: string; toEmail?: string; match?: string } = {}) {
  return giver.call<Transfer>(
    'POST',
    `/v1/events/${ticket.eventId}/tickets/${ticket.number}/transfers`,
    { toEmail: more.toEmail ?? 'Friend@Example.org' },
    { 'idempotency-key': more.key ?? randomUUID(), 'if-match': more.match ?? `"v${ticket.version}"` },
  );
}

const mailOf = (id: string) => readFolderMail(sale.gateway.mailFolder, id);

/** The code in the link of the mail, as its reader finds it. */
async function mailedCode(transferId: string): Promise<string> {
  const id = `transfer-offered-${transferId}`;
  await expect.poll(() => mailOf(id), { timeout: 15_000 }).not.toBeNull();
  const mail = await mailOf(id);
  const code = new RegExp(`/#/transfers/${transferId}\\?code=([A-Za-z0-9_-]{22})`).exec(
    mail?.text ?? '',
  )?.[1];
  if (code === undefined) throw new Error(`no code in ${mail?.text}`);
  return code;
}

const answer = (fan: Fan, transferId: string, what: 'acceptance' | 'refusal', code: string) =>
  fan.call<Transfer>('POST', `/v1/transfers/${transferId}/${what}`, { code });
const scan = (ticket: { eventId: string }, code: string | null, by = gate) =>
  by.call('POST', `/v1/events/${ticket.eventId}/check-ins`, { code: code ?? '' });
const own = async (fan: Fan, number: number): Promise<MyTicket | undefined> =>
  (await fan.tickets()).find((ticket) => ticket.number === number);
const refusal = ({ status, body }: Answer<unknown>) => ({ status, ...(body as object) });

async function offered(giver: Fan, ticket: MyTicket): Promise<{ transferId: string; code: string }> {
  const { status, body } = await offer(giver, ticket);
  expect(status).toBe(201);
  return { transferId: body.transferId, code: await mailedCode(body.transferId) };
}

it('a ticket goes from hand to hand: offered, mailed, accepted; the old code is refused at the gate, the new one enters', async () => {
  const { giver, ticket } = await holder();
  const [receiver] = (await fans(1)) as [Fan];
  const made = await offer(giver, ticket);
  expect(made).toMatchObject({
    status: 201,
    body: { state: 'OFFERED', given: true, toEmail: 'friend@example.org', number: ticket.number },
  });
  const { transferId } = made.body;
  expect(made.headers.location).toBe(`/v1/transfers/${transferId}`);
  const code = await mailedCode(transferId);
  expect(await mailOf(`transfer-offered-${transferId}`)).toMatchObject({
    to: { email: 'friend@example.org' },
  });
  expect((await own(giver, ticket.number))?.offer).toMatchObject({
    transferId,
    toEmail: 'friend@example.org',
  });

  const seen = await receiver.call('GET', `/v1/transfers/${transferId}`, undefined, {
    'fairgate-transfer-code': code,
  });
  expect(seen).toMatchObject({ status: 200, body: { given: false, state: 'OFFERED', fromName: 'Fan' } });
  expect(await answer(receiver, transferId, 'acceptance', code)).toMatchObject({
    status: 200,
    body: { state: 'ACCEPTED' },
  });
  expect((await answer(receiver, transferId, 'acceptance', code)).status).toBe(200);

  expect(await own(giver, ticket.number)).toBeUndefined();
  const received = await own(receiver, ticket.number);
  expect(received).toMatchObject({ version: ticket.version + 1, offer: null, enteredAt: null });
  expect(received?.code).not.toBe(ticket.code);
  expect(refusal(await scan(ticket, ticket.code))).toMatchObject({
    status: 409,
    code: 'TICKET_CODE_OLD',
    version: ticket.version + 1,
  });
  const entered = await scan(ticket, received?.code ?? null);
  expect(entered).toMatchObject({
    status: 201,
    body: { number: ticket.number, version: 3, holderName: 'Fan', categoryName: 'Standing', seat: null },
  });
  expect(refusal(await scan(ticket, received?.code ?? null))).toMatchObject({
    status: 409,
    code: 'STATE_CONFLICT',
    state: 'ENTERED',
    since: entered.body.at,
  });
  expect((await own(receiver, ticket.number))?.enteredAt).toBe(entered.body.at);

  const undo = await gate.call('DELETE', `/v1/events/${event.eventId}/check-ins/${ticket.number}`, {
    reason: 'scanned by mistake',
  });
  expect(undo).toMatchObject({ status: 200, body: { version: 4 } });
  expect((await scan(ticket, received?.code ?? null)).status).toBe(201);

  const history = await gate.call<{ items: { kind: string; reason: string | null }[] }>(
    'GET',
    `/v1/events/${event.eventId}/tickets/${ticket.number}/history`,
  );
  expect(history.body.items.map(({ kind }) => kind)).toEqual([
    ...['MINT', 'SALE', 'TRANSFER', 'CHECKIN', 'CHECKIN_UNDO', 'CHECKIN'],
  ]);
  expect(history.body.items[4]?.reason).toBe('scanned by mistake');
  for (const side of ['given', 'received'])
    await expect.poll(() => mailOf(`transfer-${side}-${transferId}`), { timeout: 15_000 }).not.toBeNull();

  for (const [fan, given] of [
    [giver, true],
    [receiver, false],
  ] as const) {
    const list = await fan.call<{ items: Transfer[] }>('GET', '/v1/transfers');
    expect(list.body.items).toMatchObject([{ transferId, given, state: 'ACCEPTED' }]);
  }
});

describe('an offer', () => {
  it('is the same under the same key, and refused under one of another request', async () => {
    const { giver, ticket } = await holder();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => offer(giver, ticket, { key })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.transferId)).size).toBe(1);
    expect(refusal(await offer(giver, ticket, { key, toEmail: 'other@example.org' }))).toMatchObject({
      status: 409,
      code: 'KEY_REUSED',
    });
    expect(refusal(await offer(giver, ticket))).toMatchObject({
      code: 'STATE_CONFLICT',
      state: 'OFFERED',
      transferId: answers[0]?.body.transferId,
    });
  });

  it('needs a key and the version that was seen, and a ticket of one’s own', async () => {
    const { giver, ticket } = await holder();
    const [stranger] = (await fans(1)) as [Fan];
    const path = `/v1/events/${ticket.eventId}/tickets/${ticket.number}/transfers`;
    const body = { toEmail: 'friend@example.org' };
    const keyed = { 'idempotency-key': randomUUID() };
    expect(refusal(await giver.call('POST', path, body, { 'if-match': '"v1"' }))).toMatchObject({
      status: 400,
      code: 'IDEMPOTENCY_KEY_MISSING',
    });
    expect(refusal(await giver.call('POST', path, body, keyed))).toMatchObject({
      status: 428,
      code: 'PRECONDITION_REQUIRED',
    });
    expect(refusal(await offer(giver, ticket, { match: '"v7"' }))).toMatchObject({
      status: 412,
      code: 'PRECONDITION_FAILED',
      version: ticket.version,
    });
    expect(refusal(await offer(stranger, ticket))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await offer(giver, ticket, { toEmail: 'nobody' })).status).toBe(400);
  });

  it('withdrawn or declined cannot be accepted; the ticket stays where it was', async () => {
    const { giver, ticket } = await holder();
    const [receiver, stranger] = (await fans(2)) as [Fan, Fan];
    const first = await offered(giver, ticket);
    expect((await stranger.call('DELETE', `/v1/transfers/${first.transferId}`)).status).toBe(404);
    expect(await giver.call('DELETE', `/v1/transfers/${first.transferId}`)).toMatchObject({
      status: 200,
      body: { state: 'WITHDRAWN' },
    });
    expect(refusal(await answer(receiver, first.transferId, 'acceptance', first.code))).toMatchObject({
      code: 'STATE_CONFLICT',
      state: 'WITHDRAWN',
    });
    const second = await offered(giver, ticket);
    expect(await answer(receiver, second.transferId, 'refusal', second.code)).toMatchObject({
      status: 200,
      body: { state: 'DECLINED' },
    });
    expect(refusal(await giver.call('DELETE', `/v1/transfers/${second.transferId}`))).toMatchObject({
      code: 'STATE_CONFLICT',
      state: 'DECLINED',
    });
    expect(await own(giver, ticket.number)).toMatchObject({ code: ticket.code, offer: null });
    expect((await scan(ticket, ticket.code)).status).toBe(201);
    expect(refusal(await offer(giver, ticket, { match: '"v2"' }))).toMatchObject({
      code: 'STATE_CONFLICT',
      state: 'ENTERED',
    });
  });

  it('that ran out is ended by a worker and cannot be accepted', async () => {
    const { giver, ticket } = await holder();
    const [receiver] = (await fans(1)) as [Fan];
    const { transferId, code } = await offered(giver, ticket);
    await asOwner(sale.gateway, 'update transfers set expires_at = now() where id = $1', [transferId]);
    expect(refusal(await answer(receiver, transferId, 'acceptance', code))).toMatchObject({
      code: 'STATE_CONFLICT',
      state: 'EXPIRED',
    });
    const again = await offered(giver, ticket);
    await asOwner(sale.gateway, 'update transfers set expires_at = now() where id = $1', [again.transferId]);
    await expect
      .poll(async () => (await giver.call('GET', `/v1/transfers/${again.transferId}`)).body.state, {
        timeout: 20_000,
      })
      .toBe('EXPIRED');
  });

  it('is shown and given to nobody without its code, and not to the giver', async () => {
    const { giver, ticket } = await holder();
    const [stranger] = (await fans(1)) as [Fan];
    const { transferId, code } = await offered(giver, ticket);
    const wrong = `${code.slice(0, -1)}${code.endsWith('A') ? 'Q' : 'A'}`;
    const path = `/v1/transfers/${transferId}`;
    expect((await stranger.call('GET', path)).status).toBe(404);
    const shown = await stranger.call('GET', path, undefined, { 'fairgate-transfer-code': wrong });
    expect(shown.status).toBe(404);
    expect((await answer(stranger, transferId, 'acceptance', wrong)).status).toBe(404);
    expect((await answer(stranger, transferId, 'refusal', wrong)).status).toBe(404);
    expect((await answer(stranger, randomUUID(), 'acceptance', code)).status).toBe(404);
    expect(refusal(await answer(giver, transferId, 'acceptance', code))).toMatchObject({
      code: 'STATE_CONFLICT',
      state: 'OWN_TICKET',
    });
    expect((await giver.call('GET', path)).body).toMatchObject({ state: 'OFFERED' });
  });

  it('accepted by two at once goes to one of them', async () => {
    const { giver, ticket } = await holder();
    const [one, other] = (await fans(2)) as [Fan, Fan];
    const { transferId, code } = await offered(giver, ticket);
    const answers = await Promise.all([one, other].map((fan) => answer(fan, transferId, 'acceptance', code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const holders = await Promise.all([giver, one, other].map((fan) => own(fan, ticket.number)));
    expect(holders.filter((held) => held !== undefined)).toHaveLength(1);
  });
});

describe('the gate', () => {
  it('lets nobody in with what is no code, or a code of another event', async () => {
    const { ticket } = await holder();
    const other = await putOnSale(sale.gateway.database.ownerDatabaseUrl);
    await sale.gateway.stores.database.vendorMember.create({
      data: { vendorId: other.vendorId, userId: gate.id, role: 'owner' },
    });
    const code = ticket.code ?? '';
    const forged = `${code.slice(0, -2)}${code.endsWith('AA') ? 'QQ' : 'AA'}`;
    for (const text of ['FG1.nothing', forged])
      expect(refusal(await scan(ticket, text))).toMatchObject({ status: 422, code: 'TICKET_CODE_INVALID' });
    expect(refusal(await scan(other, code))).toMatchObject({ status: 409, code: 'TICKET_OF_OTHER_EVENT' });
    expect((await scan(ticket, code)).status).toBe(201);
  });

  it('is for members with the right, and undoes only with a reason', async () => {
    const { giver, ticket } = await holder();
    const [viewer] = (await fans(1)) as [Fan];
    await sale.gateway.stores.database.vendorMember.create({
      data: { vendorId: event.vendorId, userId: viewer.id, role: 'viewer' },
    });
    expect((await scan(ticket, ticket.code, giver)).status).toBe(404);
    expect((await scan(ticket, ticket.code, viewer)).status).toBe(403);
    const path = `/v1/events/${event.eventId}/check-ins/${ticket.number}`;
    expect((await gate.call('DELETE', path, { reason: '' })).status).toBe(400);
    expect(refusal(await gate.call('DELETE', path, { reason: 'no entry' }))).toMatchObject({
      code: 'STATE_CONFLICT',
      state: 'SALE',
    });
  });
});
