import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { anyFreePort, isPortFree } from './free-port.ts';
import { processOf, type Stack, startStack } from './stack.ts';
import type { StackOptions } from './stack-options.ts';
import { printedSteps } from './steps.ts';
import { temporaryHome } from './testing/launch.ts';

const TEST_MS = 60_000;
const storesOnly: StackOptions = { services: { gateway: 0, 'queue-worker': 0, 'payments-worker': 0 } };

const ends: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function started(options: StackOptions): Promise<Stack> {
  const stack = await startStack(options);
  ends.push(stack.stop);
  return stack;
}

function home(): string {
  const folder = temporaryHome();
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows as unknown[];
  } finally {
    await client.end();
  }
}

async function onRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

test('a later start on the same folder goes on with the data, the secrets and the keys of the first', {
  timeout: TEST_MS,
}, async () => {
  const folder = home();
  const first = await started({ ...storesOnly, home: folder });
  await query(first.ownerDatabaseUrl!, 'CREATE TABLE remembered AS SELECT 42 AS value');
  await onRedis(first.redisUrl, (redis) => redis.set('remembered', 'yes'));
  const secrets = readFileSync(join(folder, 'secrets.json'), 'utf8');
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  await first.stop();

  const later = await started({ ...storesOnly, home: folder });
  expect(await query(later.ownerDatabaseUrl!, 'SELECT value FROM remembered')).toEqual([{ value: 42 }]);
  expect(await onRedis(later.redisUrl, (redis) => redis.get('remembered'))).toBe('yes');
  expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).toBe(secrets);
  expect(later.stripe).toMatchObject({ secretKey: first.stripe.secretKey });
});

test('the services get a role that is not the owner', { timeout: TEST_MS }, async () => {
  const stack = await started(storesOnly);
  expect(await query(stack.databaseUrl, 'SELECT current_user AS role')).toEqual([{ role: 'fairgate_app' }]);
  await expect(query(stack.databaseUrl, 'CREATE TABLE mine (a int)')).rejects.toThrow('permission denied');
});

test('a Postgres that crashed, whose pid now belongs to somebody else, starts again', {
  timeout: TEST_MS,
}, async () => {
  const folder = home();
  const first = await started({ ...storesOnly, home: folder, fsync: true });
  await query(first.ownerDatabaseUrl!, 'CREATE TABLE remembered AS SELECT 42 AS value');
  processOf(first, 'postgres').kill('SIGKILL');
  await first.stop();
  const pidFile = join(realpathSync(join(folder, 'postgres')), 'data', 'postmaster.pid');
  expect(existsSync(pidFile)).toBe(true);
  // Postgres itself takes any living process of its user for a rival.
  const { uid, gid } = statSync(pidFile);
  const stranger = spawn('/bin/sleep', ['60'], { uid, gid, cwd: '/' });
  ends.push(() => stranger.kill());
  writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(stranger.pid)));

  const later = await started({ ...storesOnly, home: folder, fsync: true });
  expect(await query(later.ownerDatabaseUrl!, 'SELECT value FROM remembered')).toEqual([{ value: 42 }]);
});

test('busy ports are left to whoever has them, and the ports taken instead are printed', {
  timeout: TEST_MS,
}, async () => {
  const ports = {
    gateway: await anyFreePort(),
    postgres: await anyFreePort(),
    redis: await anyFreePort(),
    stripe: await anyFreePort(),
  };
  for (const port of Object.values(ports)) {
    const server: Server = createServer().listen(port, '127.0.0.1');
    ends.push(() => new Promise((resolve) => server.close(resolve)));
  }
  let printed = '';
  const steps = printedSteps((text) => {
    printed += text;
  });
  const stack = await started({ ...storesOnly, ports, steps });
  expect(new URL(stack.redisUrl).port).not.toBe(String(ports.redis));
  expect(printed).toContain(`:${new URL(stack.redisUrl).port} (${ports.redis} is busy)`);
  expect(printed).toContain(`:${new URL(stack.databaseUrl).port} (${ports.postgres} is busy)`);
  expect(printed).toContain(`(${ports.stripe} is busy)`);
  expect(printed).toContain(
    `port ${ports.gateway} is busy; the gateway takes ${new URL(stack.gatewayUrl).port}`,
  );
});

test('a killed store is started again', { timeout: TEST_MS }, async () => {
  const sentences: string[] = [];
  const stack = await started({
    ...storesOnly,
    supervise: { onRestart: (sentence) => sentences.push(sentence) },
  });
  for (const name of ['postgres', 'redis', 'stripe']) {
    const victim = processOf(stack, name);
    const before = victim.pid;
    await query(stack.ownerDatabaseUrl!, `CREATE TABLE before_${name} ()`);
    victim.kill('SIGKILL');
    await victim.ready();
    expect(victim.pid).not.toBe(before);
    expect(sentences.pop()).toBe(`${name} ended (signal SIGKILL); starting it again in 0.2 s`);
  }
  // What was committed a moment before the kill is there.
  expect(await query(stack.ownerDatabaseUrl!, 'SELECT * FROM before_postgres')).toEqual([]);
});

test('services are started, come back when they are killed, and can be restarted', {
  timeout: TEST_MS,
}, async () => {
  const stack = await started({});
  expect(stack.processes.map(({ name }) => name).sort()).toEqual([
    'gateway',
    'payments-worker',
    'postgres',
    'queue-worker',
    'redis',
    'stripe',
  ]);
  const gateway = processOf(stack, 'gateway');
  const before = gateway.pid;
  gateway.kill('SIGKILL');
  await gateway.ready();
  expect(gateway.pid).not.toBe(before);
  expect((await fetch(`${stack.gatewayUrl}/health/ready`)).status).toBe(200);
  const worker = processOf(stack, 'queue-worker');
  const workerBefore = worker.pid;
  await worker.restart();
  expect(worker.pid).not.toBe(workerBefore);
});

test('a temporary stack takes its folder and its ports with it', { timeout: TEST_MS }, async () => {
  const stack = await startStack(storesOnly);
  await stack.stop();
  expect(existsSync(stack.home.folder)).toBe(false);
  expect(await isPortFree(Number(new URL(stack.redisUrl).port))).toBe(true);
});

test('a service that cannot start is named with its last words, and everything is stopped', {
  timeout: TEST_MS,
}, async () => {
  const folder = home();
  const start = startStack({ home: folder, environment: { STRIPE_SECRET_KEY: 'wrong' } });
  await expect(start).rejects.toThrow(
    /(gateway|payments-worker) ended at its start[\s\S]*STRIPE_SECRET_KEY must start with sk_/,
  );
  expect(existsSync(join(folder, 'lock.json'))).toBe(false);
  expect(existsSync(join(folder, 'processes.json'))).toBe(false);
});
