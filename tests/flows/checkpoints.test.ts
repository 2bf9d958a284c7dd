import { generateKeyPairSync } from 'node:crypto';
import { writeCheckpoints } from '@fairgate/queue-worker/jobs/write-checkpoints.ts';
import { takeCheckpointEvents } from '@fairgate/shared/database/checkpoints.ts';
import { roundKey } from '@fairgate/shared/redis/keys.ts';
import pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const signingKey = { ...privateKey.export({ format: 'jwk' }), kid: 'test' };

describe('checkpoints of the ledger', () => {
  let gateway: TestGateway;
  let owner: pg.Client;
  let event: OnSale;
  beforeEach(async () => {
    gateway = await createTestGateway();
    event = await putOnSale(gateway.database.ownerDatabaseUrl);
    owner = new pg.Client({ connectionString: gateway.database.ownerDatabaseUrl });
    await owner.connect();
  });
  afterEach(async () => {
    await owner.end();
    await gateway.close();
  });

  const write = async (): Promise<void> => {
    const { database, redis } = gateway.stores;
    await redis.del(roundKey('checkpoints'));
    await writeCheckpoints({ database, redis, log: pino({ level: 'silent' }) }, signingKey as never);
  };
  const due = async () => (await takeCheckpointEvents(gateway.stores.database, 50)).map((one) => one.eventId);
  const letAllAge = () =>
    owner.query(`
      alter table ticket_ledger disable trigger all;
      update ticket_ledger set at = at - interval '1 hour';
      alter table ticket_ledger enable trigger all;
      update ledger_checkpoints set at = at - interval '1 hour' + interval '1 minute';
      update events set updated_at = now() - interval '1 hour';`);

  it('are written for what grew, and not again while nothing does', async () => {
    expect(await due()).toEqual([event.eventId]);
    await write();
    await letAllAge();
    expect(await due()).toEqual([]);
    // An entry of any kind makes the event due, though it touches neither an order nor the event.
    await owner.query(`
      alter table ticket_ledger disable trigger all;
      update ticket_ledger set at = now() where ticket_number = 0;
      alter table ticket_ledger enable trigger all;`);
    expect(await due()).toEqual([event.eventId]);
  });

  it('leave the queue also when no ticket was touched', async () => {
    await write();
    await letAllAge();
    await owner.query('update events set updated_at = now()');
    expect(await due()).toEqual([event.eventId]);
    await write();
    expect(await due()).toEqual([]);
    const { rows } = await owner.query(
      'select number, root, prev_root from ledger_checkpoints order by number',
    );
    expect(rows.map(({ number }) => number)).toEqual([1, 2]);
    expect(rows[1].root).toEqual(rows[0].root);
    expect(rows[1].prev_root).toEqual(rows[0].root);
  });
});
