import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AnswerNotDescribed, createClient } from '@fairgate/client/create-client.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestAccount } from '../support/accounts.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let baseUrl: string;
beforeAll(async () => {
  gateway = await createTestGateway();
  baseUrl = await gateway.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => gateway.close());

it('an answer is data of the described type', async () => {
  const account = await createTestAccount(gateway, { name: 'Ada' });
  const token = account.headers.authorization.replace('Bearer ', '');
  const { data } = await createClient({ baseUrl, token: () => token }).GET('/v1/account');
  expect(data?.name).toBe('Ada');
});

it('a refusal is a value with a stable code, not an exception', async () => {
  const { data, error, response } = await createClient({ baseUrl }).GET('/v1/account');
  expect(data).toBeUndefined();
  expect(error).toMatchObject({ code: 'SIGN_IN_REQUIRED', status: 401 });
  expect(response.status).toBe(401);
});

it('the facts of a refusal come along', async () => {
  const { error } = await createClient({ baseUrl }).POST('/v1/sessions', {
    body: { email: 'nobody', password: 'x' },
  });
  expect(error).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ pointer: '/email' }] });
});

it('parameters of path and query are written into the address', async () => {
  const client = createClient({ baseUrl });
  const eventId = '0198c0de-0000-7000-8000-000000000000';
  const missing = await client.GET('/v1/events/{eventId}', { params: { path: { eventId } } });
  expect(missing.error?.code).toBe('NOT_FOUND');
  const page = await client.GET('/v1/events', { params: { query: { limit: 5, q: 'a & b' } } });
  expect(page.data).toEqual({ items: [], next: null });
});

it('an error that is none of ours throws: nothing is known about it', async () => {
  const stranger = createServer((_request, response) => response.writeHead(502).end('<h1>Bad Gateway</h1>'));
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  const { port } = stranger.address() as AddressInfo;
  const call = createClient({ baseUrl: `http://127.0.0.1:${port}` }).GET('/v1/events');
  await expect(call).rejects.toThrow(AnswerNotDescribed);
  stranger.close();
});
