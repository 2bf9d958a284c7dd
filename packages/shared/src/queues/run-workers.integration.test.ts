import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestRedis, type TestRedis } from '../../../../tests/support/stores.ts';
import { openJobSender } from './jobs.ts';
import { jobVersion, queuePrefix } from './names.ts';
import { jobHandler, runWorkers } from './run-workers.ts';

let redis: TestRedis;
let connection: Redis;
beforeEach(async () => {
  redis = await createTestRedis();
  connection = new Redis(redis.redisUrl, { maxRetriesPerRequest: null });
});
afterEach(async () => {
  connection.disconnect();
  await redis.release();
});

it('a job of another version or of an unknown name is left alone, and the others are done', async () => {
  const worked: unknown[] = [];
  const failed: unknown[] = [];
  const queue = new Queue('inbox', { connection, prefix: queuePrefix });
  await queue.add('inbox', { v: jobVersion + 1, stripeEventId: 'future', more: true });
  await queue.add('inbox-of-the-future', { v: jobVersion, stripeEventId: 'renamed' });
  await queue.add('inbox', { stripeEventId: 'from before versions' });
  const sender = openJobSender(connection, () => undefined);
  sender.send('inbox', { stripeEventId: 'now' });
  const handler = jobHandler({
    queue: 'inbox',
    concurrency: 1,
    work: async ({ stripeEventId }) => void worked.push(stripeEventId),
  });
  const workers = runWorkers([handler], connection, (_queue, _id, error) => failed.push(error));
  await expect.poll(() => worked.toSorted()).toEqual(['from before versions', 'now']);
  await expect.poll(() => queue.getJobCountByTypes('waiting', 'active', 'delayed', 'failed')).toBe(0);
  expect(failed).toEqual([]);
  await workers.stop();
  await sender.close();
  await queue.close();
});
