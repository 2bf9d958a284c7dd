import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '@fairgate/launcher/repository.ts';
import { effects } from '@fairgate/shared/process/crash-points.ts';
import { describe, expect, it } from 'vitest';
import { findUnpointed, findUnused, type SourceFile } from './find-unpointed.ts';
import { allRuns, playOf, unreached } from './point-table.ts';

function sources(): readonly SourceFile[] {
  return ['packages/shared/src', 'services'].flatMap((folder) =>
    readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !/node_modules|\/generated\//.test(name))
      .map((name) => ({
        path: `${folder}/${name}`,
        text: readFileSync(join(REPOSITORY, folder, name), 'utf8'),
      })),
  );
}

describe('every write on the way of a purchase', () => {
  it('has a crash point before and after it', () => {
    expect(findUnpointed(sources())).toEqual([]);
  });

  it('and every point of the table is reached by code, and by a play', () => {
    expect(findUnused(sources(), Object.keys(effects))).toEqual([]);
    for (const [effect, why] of Object.entries(unreached)) expect(why?.length, effect).toBeGreaterThan(20);
    const planned = Object.keys(effects).length - Object.keys(unreached).length;
    expect(allRuns()).toHaveLength(planned * 2 * 4 * 2);
    expect(playOf('create-order')).toBe('visit');
  });
});

const sample = (path: string, ...lines: readonly string[]): SourceFile => ({ path, text: lines.join('\n') });

describe('a write without its points is found', () => {
  it.each<[string, SourceFile, readonly string[]]>([
    [
      'a statement in a store',
      sample(
        'packages/shared/src/database/purchase.ts',
        'export async function sellAll(database: Database): Promise<void> {',
        "  reach('sell-all.before');",
        '  await database.$executeRaw`update orders set state = 1`;',
        '}',
      ),
      ['packages/shared/src/database/purchase.ts:1 sellAll writes and has no point after'],
    ],
    [
      'a function of the database',
      sample(
        'packages/shared/src/database/purchase.ts',
        'export async function refund(database: Database): Promise<void> {',
        '  await database.$queryRaw`select refund_order(1)`;',
        '}',
      ),
      [
        'packages/shared/src/database/purchase.ts:1 refund writes and has no point before',
        'packages/shared/src/database/purchase.ts:1 refund writes and has no point after',
      ],
    ],
    [
      'a script of Redis',
      sample(
        'packages/shared/src/redis/hold-seats.ts',
        'export async function takeAll(redis: Redis): Promise<void> {',
        "  await runScript(redis, 'take-all', [], []);",
        "  reach('take-all.after');",
        '}',
      ),
      ['packages/shared/src/redis/hold-seats.ts:1 takeAll writes and has no point before'],
    ],
    [
      'a call of Stripe',
      sample(
        'services/payments-worker/src/jobs/refund.ts',
        'async function refundAll() {',
        "  await stripe.refunds.create({ payment_intent: 'pi_1' });",
        '}',
      ),
      [
        'services/payments-worker/src/jobs/refund.ts:2 calls Stripe and has no point before',
        'services/payments-worker/src/jobs/refund.ts:2 calls Stripe and has no point after',
      ],
    ],
    [
      'a mail',
      sample(
        'packages/shared/src/mail/open-mailer.ts',
        '  await transport.sendMail({});',
        "  reach('send-mail.after');",
      ),
      ['packages/shared/src/mail/open-mailer.ts:1 sends a mail and has no point before'],
    ],
    [
      'a statement of a service',
      sample(
        'services/gateway/src/use-cases/place-order.ts',
        '  await database.$executeRaw`delete from orders`;',
      ),
      [
        'services/gateway/src/use-cases/place-order.ts:1 writes rows and has no point before',
        'services/gateway/src/use-cases/place-order.ts:1 writes rows and has no point after',
      ],
    ],
  ])('%s', (_name, file, found) => {
    expect(findUnpointed([file])).toEqual(found);
  });

  it('a reader needs none', () => {
    const reader = sample(
      'packages/shared/src/database/orders.ts',
      'export async function loadOrder(database: Database): Promise<unknown> {',
      '  return database.$queryRaw`select * from orders`;',
      '}',
    );
    expect(findUnpointed([reader])).toEqual([]);
  });
});
