import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestGateway, type TestGateway } from '../../../tests/support/gateway.ts';
import { denyByDefault } from './access/deny-by-default.ts';

describe('the gateway', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await createTestGateway();
  });
  afterAll(() => gateway.close());

  it('is live, and ready while Postgres and Redis answer', async () => {
    const ready = await gateway.app.inject('/health/ready');
    expect(ready.statusCode).toBe(200);
    expect(ready.json()).toEqual({
      status: 'ready',
      checks: [
        { name: 'postgres', ready: true },
        { name: 'redis', ready: true },
        { name: 'clock', ready: true },
      ],
    });
  });

  it('is not ready while its clock is ten minutes wrong', async () => {
    const right = Date.now.bind(Date);
    vi.spyOn(Date, 'now').mockImplementation(() => right() + 600_000);
    const { statusCode, body } = await gateway.app
      .inject('/health/ready')
      .finally(() => vi.restoreAllMocks());
    expect(statusCode).toBe(503);
    expect(JSON.parse(body).checks).toContainEqual({ name: 'clock', ready: false });
  });

  it('answers an unknown address with a problem', async () => {
    const response = await gateway.app.inject('/v1/nowhere');
    expect(response.statusCode).toBe(404);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });

  it('describes itself as OpenAPI 3.1 and on a readable page', async () => {
    expect((await gateway.app.inject('/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
    const page = await gateway.app.inject('/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
  });
});

describe('a route without a declared policy or limit', () => {
  it.each([
    ['policy', { limit: 'read' }],
    ['limit', { policy: 'anyone' }],
  ] as const)('stops the boot: %s', async (missing, config) => {
    const app = fastify();
    denyByDefault(app);
    app.get('/forgotten', { config }, async () => 'never');
    await expect(app.ready()).rejects.toThrow(`GET /forgotten declares no ${missing}`);
  });
});
