import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAccount } from '../../../../tests/support/accounts.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';

describe('metrics', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await createTestGateway();
  });
  afterAll(() => gateway.close());

  const scrape = (authorization?: string) =>
    gateway.app.inject({ url: '/metrics', headers: authorization === undefined ? {} : { authorization } });
  const metrics = async (): Promise<string> => (await scrape(`Bearer ${gateway.config.metricsToken}`)).body;

  it.each([
    ['no token', () => undefined],
    ['another token', () => 'Bearer something'],
    ['the token in another case', () => `Bearer ${gateway.config.metricsToken.toUpperCase()}`],
    ['a part of the token', () => `Bearer ${gateway.config.metricsToken.slice(0, -1)}`],
    ['the token in another scheme', () => `Basic ${gateway.config.metricsToken}`],
  ])('are refused to %s', async (_name, authorization) => {
    const response = await scrape(authorization());
    expect(response.json()).toMatchObject({ status: 401, code: 'METRICS_TOKEN_REQUIRED' });
  });

  it('are refused to a signed-in account, operations too', async () => {
    const { headers } = await createTestAccount(gateway, { isOps: true });
    expect((await scrape(headers.authorization)).statusCode).toBe(401);
  });

  it('count requests by route, method and status, and refusals by code', async () => {
    const { headers } = await createTestAccount(gateway);
    await gateway.app.inject({ url: '/v1/account', headers });
    await gateway.app.inject({ url: '/v1/account' });
    await gateway.app.inject({ url: `/v1/${randomUUID()}` });
    const text = await metrics();
    const durations = 'fairgate_http_request_duration_seconds_count';
    expect(text).toContain(`${durations}{method="GET",route="/v1/account",status="200"} 1`);
    expect(text).toContain(`${durations}{method="GET",route="/v1/account",status="401"} 1`);
    expect(text).toContain(`${durations}{method="GET",route="none",status="404"} 1`);
    expect(text).toContain('fairgate_http_refusals_total{code="SIGN_IN_REQUIRED"} 1');
    expect(text).toContain('fairgate_http_refusals_total{code="NOT_FOUND"} 1');
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('carry no id in a label, whatever is asked for', async () => {
    const { id, headers } = await createTestAccount(gateway);
    await gateway.app.inject({ url: '/v1/account', headers });
    await gateway.app.inject({ url: `/dev/mails/${id}` });
    await gateway.app.inject({ url: `/nowhere/${id}?account=${id}` });
    const text = await metrics();
    expect(text).toContain('route="/dev/mails/:id"');
    expect(text).not.toContain(id);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });
});
