import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ConfigError, readConfig } from '@fairgate/shared/config.ts';
import { connectDatabase } from '@fairgate/shared/database/client.ts';
import { connectStripe } from '@fairgate/shared/payments/connect-stripe.ts';
import { connectRedis } from '@fairgate/shared/redis/connect.ts';
import { createStripeBudget } from '@fairgate/shared/redis/stripe-budget.ts';
import { pino } from 'pino';
import { reconcileDayAgain } from './jobs/reconcile-days.ts';

const usage = `Compares Stripe's books of one day (UTC) with ours, order by order, and writes the result down.

npm run reconcile -- --day YYYY-MM-DD

  --day    the day; yesterday when left out
  --help   this text

The result is printed as JSON. Exit 0: the books are equal. 1: they differ, and the orders are named. 2: it could not begin.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { day: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const day = values.day ?? new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  if (Number.isNaN(Date.parse(`${day}T00:00:00Z`)) || !/^\d{4}-\d\d-\d\d$/.test(day))
    throw new Error(`${day} is no day: write it as YYYY-MM-DD`);
  const config = readConfig('reconciliation');
  const database = connectDatabase(config.databaseUrl, 'reconciliation', 2);
  const redis = connectRedis(config.redisUrl, 'reconciliation');
  await redis.connect().catch(() => undefined);
  const takeBudget = createStripeBudget(redis, config.stripeRequestsPerSecond);
  const stripe = connectStripe(config.stripeSecretKey, config.stripeApiUrl, takeBudget);
  const log = pino({ name: 'reconciliation', level: 'silent' });
  try {
    const result = await reconcileDayAgain({ database, stripe, log, self: `by-hand-${randomUUID()}` }, day);
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    return result.differing === 0 ? 0 : 1;
  } finally {
    redis.disconnect();
    await database.$disconnect();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    error instanceof ConfigError ? `${why}\n` : `The day could not be reconciled: ${why}\n`,
  );
  process.exitCode = 2;
}
