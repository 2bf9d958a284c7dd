import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await createTestGateway();
  await gateway.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => gateway.close());

const event = `/v1/events/${crypto.randomUUID()}`;
type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

describe('a request that cannot be read', () => {
  it.each([
    ['GET', '/v1/events/%zz'],
    ['GET', '/v1/events/%c3%28/seat-map'],
    ['DELETE', '/v1/events/%zz'],
    ['OPTIONS', '/v1/events/%zz'],
    ['GET', '/nowhere/%zz'],
    ['GET', `/v1/events/${'x'.repeat(201)}`],
    ['POST', `/v1/events/${'x'.repeat(5_000)}/publish`],
  ] as const)('is answered with a problem: %s %s', async (method, url) => {
    const response = await gateway.app.inject({ method, url });
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect([response.statusCode, response.json()]).toMatchObject([
      400,
      {
        type: '/problems#REQUEST_UNREADABLE',
        status: 400,
        code: 'REQUEST_UNREADABLE',
        traceId: expect.any(String),
      },
    ]);
  });

  it.each([
    ['an address without end', `GET /v1/events?q=${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['a method that HTTP does not know', 'FETCH /v1/events HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['what is no HTTP', 'hello\r\n\r\n'],
  ])('is answered with a problem, and the connection ends: %s', async (_name, sent) => {
    const socket = connect((gateway.app.server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(sent);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(head).toContain('Content-Type: application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status: 400, code: 'REQUEST_UNREADABLE' });
  });
});

it.each(['/nope#%zz', 'http://%zz/nope'])('a strange address is no fault of ours: %s', async (url) => {
  const socket = connect((gateway.app.server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`GET ${url} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 40[04] /);
  expect(JSON.parse(body).code).toMatch(/^(NOT_FOUND|REQUEST_UNREADABLE)$/);
});

describe('a method that a path does not have', () => {
  it.each([
    ['DELETE', '/v1/events', 'GET, HEAD, OPTIONS'],
    ['PATCH', event, 'DELETE, GET, HEAD, OPTIONS, PUT'],
    ['GET', `${event}/publish`, 'OPTIONS, POST'],
    ['HEAD', `${event}/publish`, 'OPTIONS, POST'],
    ['POST', '/openapi.json?x=/', 'GET, HEAD, OPTIONS'],
    ['POST', '/', 'GET, HEAD, OPTIONS'],
  ] as [Method, string, string][])('is refused with those it has: %s %s', async (method, url, allowed) => {
    const response = await gateway.app.inject({ method, url, ...aBodyNobodyReads(method) });
    expect(response.statusCode).toBe(405);
    expect(sorted(response.headers.allow)).toBe(allowed);
    expect(response.headers['content-type']).toContain('application/problem+json');
    if (method === 'HEAD') expect(response.body).toBe('');
    else expect(response.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED', status: 405 });
  });

  it.each([
    ['DELETE', '/v1/nowhere'],
    ['OPTIONS', '/v1/nowhere'],
    ['POST', '/v1/events/'],
    ['PATCH', `${event}/publish/now`],
  ] as [Method, string][])('of a path that nothing has is not found: %s %s', async (method, url) => {
    const response = await gateway.app.inject({ method, url, ...aBodyNobodyReads(method) });
    expect([response.statusCode, response.json().code]).toEqual([404, 'NOT_FOUND']);
    expect(response.headers.allow).toBeUndefined();
  });
});

describe('a path that is there', () => {
  it.each([
    ['/v1/events', 'GET, HEAD, OPTIONS'],
    [`${event}/publish`, 'OPTIONS, POST'],
  ])('says by OPTIONS what it offers, and lets no other origin in: %s', async (url, allowed) => {
    const response = await gateway.app.inject({
      method: 'OPTIONS',
      url,
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
    });
    expect([response.statusCode, sorted(response.headers.allow), response.body]).toEqual([204, allowed, '']);
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('answers HEAD like GET, without the body', async () => {
    const [head, get] = await Promise.all(
      (['HEAD', 'GET'] as const).map((method) => gateway.app.inject({ method, url: '/v1/events' })),
    );
    expect([head?.statusCode, head?.body]).toEqual([200, '']);
    expect(head?.headers['content-type']).toBe(get?.headers['content-type']);
    expect(head?.headers['content-length']).toBe(get?.headers['content-length']);
  });
});

/** A refusal does not depend on a body of a kind that is read nowhere. */
function aBodyNobodyReads(method: Method): object {
  if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return {};
  return { payload: '<a/>', headers: { 'content-type': 'text/xml' } };
}

function sorted(allow: unknown): string {
  return String(allow).split(', ').sort().join(', ');
}
