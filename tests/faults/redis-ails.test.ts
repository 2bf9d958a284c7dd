import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type Guard, startGuard } from '@fairgate/launcher/guarded-spawn.ts';
import { openJobSender } from '@fairgate/shared/queues/jobs.ts';
import { queuePrefix } from '@fairgate/shared/queues/names.ts';
import { connectSenderRedis } from '@fairgate/shared/redis/connect.ts';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EveryRoute, expectOnlyRefusals, prepareEveryRoute, refused } from '../support/every-route.ts';
import { createFans } from '../support/fan.ts';
import { type Link, openLink } from '../support/link.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { type OwnRedis, startOwnRedis } from '../support/own-redis.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const recovered = { timeout: 45_000, interval: 200 };

interface Ailment {
  readonly name: string;
  readonly begin: () => Promise<unknown>;
  readonly end: () => Promise<unknown>;
}

/** The one process that another has begun: Redis saves in a child. */
function childOf(pid: number): number {
  const file = `/proc/${pid}/task/${pid}/children`;
  const listed = existsSync(file)
    ? readFileSync(file, 'utf8')
    : execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
  return Number(listed.trim());
}

describe('Redis ails', () => {
  let guard: Guard;
  let server: OwnRedis;
  let link: Link;
  let sale: TestSale;
  beforeAll(async () => {
    guard = startGuard();
    server = await startOwnRedis(guard);
    link = await openLink(server.port);
    sale = await startTestSale({ REDIS_URL: `redis://127.0.0.1:${link.port}/0`, LOG_LEVEL: 'fatal' });
  });
  afterAll(async () => {
    await sale.close();
    await link.close();
    await guard.close();
  });

  const set = (name: string, value: string) => server.speak((redis) => redis.config('SET', name, value));
  const ailments: readonly Ailment[] = [
    {
      name: 'out of memory',
      begin: () => set('maxmemory', '1'),
      end: () => set('maxmemory', '0'),
    },
    {
      name: 'read-only',
      begin: () => server.speak((redis) => redis.replicaof('127.0.0.1', 1)),
      end: () => server.speak((redis) => redis.replicaof('NO', 'ONE')),
    },
    {
      name: 'unable to save',
      begin: async () => {
        await set('rdb-key-save-delay', String(10_000_000));
        await server.speak(async (redis) => {
          await redis.bgsave();
          const [, pid = ''] = /process_id:(\d+)/.exec(await redis.info('server')) ?? [];
          process.kill(childOf(Number(pid)), 'SIGKILL');
        });
        await set('save', '3600 1');
        const isRefusing = () => server.speak(async (redis) => redis.set('test', '1').catch(String));
        await expect.poll(isRefusing).toMatch(/MISCONF/);
      },
      end: async () => {
        await set('save', '');
        await set('rdb-key-save-delay', '0');
      },
    },
    {
      name: 'slower than its time limit',
      begin: async () => link.delay(400),
      end: async () => link.delay(0),
    },
    { name: 'silent', begin: () => link.set('silent'), end: () => link.set('open') },
    { name: 'gone', begin: () => link.set('gone'), end: () => link.set('open') },
  ];
  /** These need no Redis, whatever it does. */
  const working = [
    'GET /v1/orders/:id',
    'GET /v1/orders',
    'GET /v1/tickets',
    'GET /v1/events/:id/seat-map',
    'GET /v1/events',
    'POST /v1/sessions',
    'POST /v1/stripe/webhook',
  ];

  it.each(ailments)(
    '$name: every route works or refuses, and all goes on afterwards',
    async ({ begin, end }) => {
      const event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { limit: 10 });
      await publishDrop(sale.gateway, event);
      const everyRoute: EveryRoute = await prepareEveryRoute(sale, event);
      await begin();
      try {
        const first = await everyRoute();
        expectOnlyRefusals(first);
        expect(first.filter(({ route, status }) => working.includes(route) && status >= 300)).toEqual([]);
        const second = await everyRoute();
        expectOnlyRefusals(second);
        expect(refused(second)).toEqual(
          expect.arrayContaining(['POST /v1/drops/:id/holds', 'POST /v1/drops/:id/orders']),
        );
      } finally {
        await end();
      }
      await expect.poll(async () => refused(await everyRoute()), recovered).toEqual([]);
      await buyOne(event);
      await expectJobsDone();
    },
  );

  async function buyOne(event: OnSale): Promise<void> {
    const [fan] = await createFans(sale.gateway, 1);
    await fan!.comeIn(event.dropId, 20_000);
    const held = await fan!.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 1 });
    const order = await fan!.order(event.dropId, held.body.holdId);
    await fan!.pay(order.body);
    await fan!.orderIn(order.body.orderId, ['PAID'], 30_000);
  }

  /** A job that is queued now is taken by the workers that were there before. */
  async function expectJobsDone(): Promise<void> {
    const keys = (redis: Redis) =>
      Promise.all([
        redis.get(`${queuePrefix}:outbox:id`),
        redis.llen(`${queuePrefix}:outbox:wait`),
        redis.llen(`${queuePrefix}:outbox:active`),
      ]);
    const [before] = await server.speak(keys);
    const connection = connectSenderRedis(server.url, 'test');
    await once(connection, 'ready');
    const jobs = openJobSender(connection, (_queue, error) => {
      throw error;
    });
    jobs.send('outbox', {});
    const done = async () => {
      const [id, waiting, active] = await server.speak(keys);
      return Number(id) > Number(before) && waiting + active === 0;
    };
    await expect.poll(done, recovered).toBe(true);
    await jobs.close();
    connection.disconnect();
  }
});
