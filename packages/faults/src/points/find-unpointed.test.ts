import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '@fairgate/launcher/repository.ts';
import { type EffectName, effects } from '@fairgate/shared/process/crash-points.ts';
import { describe, expect, it } from 'vitest';
import { exempt, findUnpointed, findUnused, type SourceFile } from './find-unpointed.ts';
import { allRuns, playOf, storeOf, unreached } from './point-table.ts';

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

  it('or is exempt for a reason, in a place that is there', () => {
    const paths = sources().map(({ path }) => path);
    for (const [name, why] of Object.entries(exempt)) {
      expect(
        paths.some((path) => path.startsWith(name)),
        name,
      ).toBe(true);
      expect(why.length, name).toBeGreaterThan(4);
    }
  });

  it('and every point of the table is reached by code, and by a play', () => {
    expect(findUnused(sources(), Object.keys(effects))).toEqual([]);
    for (const [effect, why] of Object.entries(unreached)) expect(why?.length, effect).toBeGreaterThan(20);
    const tried = (Object.keys(effects) as EffectName[]).filter((effect) => unreached[effect] === undefined);
    const planned = tried.length;
    const wired = tried.filter((effect) => storeOf(effect) !== null).length;
    expect(allRuns()).toHaveLength(planned * 2 * 4 * 2 + wired * 2);
    expect(playOf('create-order')).toBe('visit');
  });
});

const sample = (path: string, ...lines: readonly string[]): SourceFile => ({ path, text: lines.join('\n') });

const store = 'packages/shared/src/database/purchase.ts';

describe('a write outside of its points is found', () => {
  it.each<[string, SourceFile, readonly string[]]>([
    [
      'a statement with a point before it alone',
      sample(
        store,
        'export async function sellAll(database: Database): Promise<void> {',
        "  reach('sell-all.before');",
        '  await database.$executeRaw`update orders set state = 1`;',
        '}',
      ),
      [`${store}:4 is before sell-all, and never after it`],
    ],
    [
      'a function of the database that nobody called a reader',
      sample(
        store,
        'export async function refund(database: Database): Promise<void> {',
        '  await database.$queryRaw`select accept_transfer(1)`;',
        '}',
      ),
      [`${store}:2 writes rows outside of points`],
    ],
    [
      'a function of the database in its from',
      sample(store, '  await database.$queryRaw`select outcome from cancel_event(1)`;'),
      [`${store}:1 writes rows outside of points`],
    ],
    [
      'a second write after the points of the first',
      sample(
        'packages/shared/src/redis/identity.ts',
        'export async function beat(redis: Redis): Promise<void> {',
        "  reach('beat.before');",
        '  await redis.incr(key);',
        "  reach('beat.after');",
        '  await redis.set(key, 1);',
        '}',
      ),
      ['packages/shared/src/redis/identity.ts:5 writes keys outside of points'],
    ],
    [
      'a script of Redis',
      sample(
        'packages/shared/src/redis/hold-seats.ts',
        '    reply = await runScript(redis, script, [], []);',
        "  reach('take-all.after');",
      ),
      [
        'packages/shared/src/redis/hold-seats.ts:1 writes keys outside of points',
        'packages/shared/src/redis/hold-seats.ts:2 is after take-all, and not before it',
      ],
    ],
    [
      'an effect that begins before another has ended',
      sample(store, "  reach('a.before');", "  reach('b.before');", "  reach('b.after');"),
      [`${store}:2 comes before there is a point after a`],
    ],
    [
      'a lock in Redis that a service takes',
      sample('services/queue-worker/src/jobs/fill-event.ts', "  await redis.set(key, '1', 'NX');"),
      ['services/queue-worker/src/jobs/fill-event.ts:1 writes keys outside of points'],
    ],
    [
      'a row that a service writes by its model',
      sample('services/gateway/src/use-cases/money-back/runs.ts', '    await database.auditEntry.create('),
      ['services/gateway/src/use-cases/money-back/runs.ts:1 writes rows outside of points'],
    ],
    [
      'a call of Stripe',
      sample('services/payments-worker/src/jobs/refund.ts', '  await stripe.refunds.create({});'),
      ['services/payments-worker/src/jobs/refund.ts:1 calls Stripe outside of points'],
    ],
    [
      'a mail',
      sample('packages/shared/src/mail/open-mailer.ts', '  await transport.sendMail({});'),
      ['packages/shared/src/mail/open-mailer.ts:1 sends a mail outside of points'],
    ],
    [
      'a line of the journal',
      sample('packages/shared/src/journal/open-journal.ts', '  await handle.appendFile(bytes);'),
      ['packages/shared/src/journal/open-journal.ts:1 writes a file outside of points'],
    ],
    [
      'a job',
      sample('packages/shared/src/queues/jobs.ts', '        ?.add(name, { v: jobVersion })'),
      ['packages/shared/src/queues/jobs.ts:1 sends a job outside of points'],
    ],
  ])('%s', (_name, file, found) => {
    expect(findUnpointed([file])).toEqual(found);
  });

  it.each([
    ['a statement', '  return database.$queryRaw`select * from orders`;'],
    ['a count', '  return database.$queryRaw`select count(*) as n from orders`;'],
    ['a function that only reads', '  return database.$queryRaw`select is_journaled(1) as journaled`;'],
    ['a comment', '  // An update of orders, and then insert into outbox.'],
  ])('%s that reads needs none', (_name, line) => {
    expect(findUnpointed([sample(store, line)])).toEqual([]);
  });
});
