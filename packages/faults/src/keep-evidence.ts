import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeFolder } from '@fairgate/launcher/home.ts';
import { environmentVariables } from '@fairgate/shared/config.ts';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { FaultStack } from './stack/fault-stack.ts';

const tables = [
  'orders',
  'order_lines',
  'order_claims',
  'order_history',
  'order_keys',
  'payments',
  'payment_operations',
  'refunds',
  'refund_lines',
  'refund_runs',
  'disputes',
  'transfers',
  'ticket_ledger',
  'ticket_holders',
  'customer_quotas',
  'admissions',
  'outbox',
  'sale_journal',
  'stripe_inbox',
  'stripe_outages',
  'drop_lanes',
  'draws',
  'lane_codes',
  'lane_redemptions',
  'drop_entries',
  'drop_index_gaps',
  'redis_epoch',
] as const;
const keysPerScan = 1_000;

/**
 * Keeps everything that a failure can be read from: logs, the main tables as lines of JSON, Redis's keys, Stripe's ledger,
 * what clients saw and what was done to the system. Answers with the folder.
 */
export async function keepEvidence(
  stack: FaultStack,
  name: string,
  papers: Readonly<Record<string, unknown>>,
): Promise<string> {
  const stamp = new Date().toISOString().replaceAll(':', '-').slice(0, 19);
  const folder = join(homeFolder(environmentVariables()), 'faults', `${stamp}-${name.replaceAll(':', '-')}`);
  mkdirSync(folder, { recursive: true });
  for (const [paper, content] of Object.entries(papers)) writeFileSync(join(folder, paper), textOf(content));
  for (const [kept, from] of [
    ['logs', stack.logFolder],
    ['journal', stack.journalFolder],
  ] as const)
    if (existsSync(from)) cpSync(from, join(folder, kept), { recursive: true });
  const keep = async (what: string, make: () => Promise<unknown>): Promise<void> => {
    const content = await make().catch((error: unknown) => `could not be kept: ${error}`);
    writeFileSync(join(folder, what), textOf(content));
  };
  for (const table of tables) await keep(`${table}.jsonl`, () => rowsOf(stack, table));
  await keep('redis.jsonl', () => keysOf(stack));
  await keep('stripe.json', () => stack.stripeControl.ledger());
  return folder;
}

/** Lists become lines. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map((row) => `${JSON.stringify(row)}\n`).join('');
  return `${JSON.stringify(content, null, 2)}\n`;
}

async function rowsOf(stack: FaultStack, table: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: stack.ownerDatabaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query(
      `select to_jsonb(kept) as row from ${pg.escapeIdentifier(table)} as kept`,
    );
    return rows.map(({ row }) => row);
  } finally {
    await client.end();
  }
}

async function keysOf(stack: FaultStack): Promise<readonly unknown[]> {
  const redis = new Redis(stack.redisUrl(), { maxRetriesPerRequest: 2 });
  redis.on('error', () => undefined);
  const lines: unknown[] = [];
  try {
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'COUNT', keysPerScan);
      cursor = next;
      for (const key of keys)
        lines.push({ key, ttlMs: await redis.pttl(key), value: await readKey(redis, key) });
    } while (cursor !== '0');
  } finally {
    redis.disconnect();
  }
  return lines;
}

async function readKey(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return (await redis.getBuffer(key))?.toString('latin1');
    case 'hash':
      return redis.hgetall(key);
    case 'zset':
      return redis.zrange(key, '0', '-1', 'WITHSCORES');
    case 'list':
      return redis.lrange(key, 0, -1);
    default:
      return null;
  }
}
