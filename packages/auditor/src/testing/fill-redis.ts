import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { World } from '../../../../prisma/testing/open-world.ts';
import { LIVE_KINDS } from '../own-tables.ts';

export const EPOCH = 3;

const LEASE_MS = 600_000;

/** What a running installation has in Redis, as far as an auditor looks. Written by hand, not by the scripts. */
export async function fillRedis(world: World, redis: Redis): Promise<void> {
  const { eventId, dropId } = world;
  const prefix = `e${EPOCH}:{${eventId}}:`;
  const { rows } = await world.app.query(
    'select ticket_number as ticket, kind from ticket_holders where event_id = $1',
    [eventId],
  );
  for (const { ticket, kind } of rows) {
    const status = LIVE_KINDS.includes(kind) ? 2 : kind === 'BLOCK' || kind === 'RETIRE' ? 3 : 0;
    await redis.call('BITFIELD', `${prefix}status`, 'SET', 'u2', `#${ticket}`, String(status));
  }
  const { rows: claims } = await world.app.query(
    `select ticket_number as ticket from order_claims join ticket_holders using (event_id, ticket_number)
     where kind <> all ($1)`,
    [LIVE_KINDS],
  );
  for (const { ticket } of claims) {
    await redis.set(`${prefix}lease:${ticket}`, randomUUID(), 'PX', LEASE_MS);
    await redis.call('BITFIELD', `${prefix}status`, 'SET', 'u2', `#${ticket}`, '1');
  }
  await redis.zadd(
    `${prefix}${dropId}:admitted`,
    Date.now() + LEASE_MS,
    'someone',
    Date.now() - LEASE_MS,
    'gone',
  );
  await redis.set(`${prefix}ready`, '1');
  await putInForce(world, redis);
}

async function putInForce(world: World, redis: Redis): Promise<void> {
  const info = await redis.info();
  const field = (name: string): string => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? '';
  await redis.set('fairgate:beat', '7');
  await world.app.query(
    "update redis_epoch set epoch = $1, state = 'READY', run_id = $2, replid = $3, beat = 7",
    [EPOCH, field('run_id'), field('master_replid')],
  );
}
