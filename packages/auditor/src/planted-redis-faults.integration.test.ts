import { describe, expect, test } from 'vitest';
import { runAudit } from './run-audit.ts';
import { expectBroken, freshInstallation } from './testing/expect-broken.ts';
import { EPOCH } from './testing/fill-redis.ts';
import { SHOPPER_CAP } from './testing/installation.ts';
import { forgeEntry, tamper } from './testing/tamper.ts';

const installation = freshInstallation();
const world = () => installation().world;
const redis = () => installation().redis;
const key = (rest: string) => `e${EPOCH}:{${world().eventId}}:${rest}`;
const mark = (ticket: number, status: number) =>
  redis().call('BITFIELD', key('status'), 'SET', 'u2', `#${ticket}`, String(status));

const redisChecksOf = async () => {
  const { checks } = await runAudit(installation().connections);
  return checks
    .filter(({ name }) => name.startsWith('redis.'))
    .map(({ name, state, note }) => ({ name, state, note }));
};

describe('a lease', () => {
  test('without an end', async () => {
    await redis().persist(key('lease:2'));
    await redis().set(`e1:{${world().eventId}}:lease:9`, 'an old epoch’s');
    await expectBroken(installation(), {
      'redis.leases-end': [{ key: key('lease:2') }, { key: `e1:{${world().eventId}}:lease:9` }],
    });
  });

  test('is found among 20,000 other keys', async () => {
    const others = Array.from({ length: 20_000 }, (_, n) => [`bull:finalize:${n}`, '1']).flat();
    await redis().mset(...others, key('lease:99'), 'for ever', key('lease:'), 'no ticket');
    await expectBroken(installation(), { 'redis.leases-end': [{ key: key('lease:99') }] });
  });
});

describe('a sold mark', () => {
  test('that is missing, and one that is wrong', async () => {
    await mark(6, 0);
    await mark(20, 1);
    await mark(15, 2);
    await mark(22, 2);
    await expectBroken(installation(), {
      'redis.sold-marks': [
        { ticket: 6, kind: 'SALE', shown_status: 0 },
        { ticket: 15, kind: 'MINT', shown_status: 2 },
        { ticket: 20, kind: 'CHECKIN_UNDO', shown_status: 1 },
        { ticket: 22, kind: 'BLOCK', shown_status: 2 },
      ],
    });
  });

  test.each([
    [1, []],
    [6, [{ ticket: 14, kind: 'BLOCK', shown_status: 2 }]],
  ])('may lag by 5 seconds: after %i', async (secondsAgo, rows) => {
    await mark(14, 2);
    await forgeEntry(world(), 14, { kind: 'BLOCK', secondsAgo });
    await expectBroken(installation(), rows.length === 0 ? {} : { 'redis.sold-marks': rows });
  });

  test.each([
    [0, 0, [{ ticket: 14, kind: 'BLOCK', shown_status: 2 }]],
    [60, 50, []],
    [60, 70, [{ ticket: 14, kind: 'BLOCK', shown_status: 2 }]],
  ])(
    'may lag by as many seconds as the caller says, %i: after %i',
    async (markLagSecondsMax, secondsAgo, rows) => {
      await mark(14, 2);
      await forgeEntry(world(), 14, { kind: 'BLOCK', secondsAgo });
      const { connections } = installation();
      const asSaid = { ...installation(), connections: { ...connections, markLagSecondsMax } };
      await expectBroken(asSaid, rows.length === 0 ? {} : { 'redis.sold-marks': rows });
    },
  );

  test('whose whole map is gone', async () => {
    await redis().del(key('status'));
    const sold = [4, 5, 6, 7, 20, 21];
    await expectBroken(installation(), {
      'redis.sold-marks': sold.map((ticket) => ({ ticket, shown_status: 0 })),
    });
  });

  test('of an event that is on sale and that Redis does not have', async () => {
    await redis().del(key('ready'), key('status'));
    await expectBroken(installation(), {
      'redis.sold-marks': [
        { event_id: world().eventId, fault: 'Redis shows nothing of this event', sold_tickets: 6 },
      ],
    });
  });

  test.each([
    ['a draft', "update events set status = 'DRAFT'"],
    ['over', "update events set starts_at = now() - interval '1 day', ends_at = null"],
    ['not yet open', "update drops set opens_at = now() + interval '1 day'"],
    ['closed', "update drops set state = 'CLOSED'"],
  ])('is not asked for when the event is not in Redis and is %s', async (_what, change) => {
    await redis().del(key('ready'), key('status'));
    await tamper(world(), change);
    await expectBroken(installation(), {});
  });
});

describe('shoppers', () => {
  const admitted = () => key(`${world().dropId}:admitted`);
  const turns = () => key(`${world().dropId}:turns`);
  const many = (count: number, atMs: number) =>
    Array.from({ length: count }, (_, n) => [atMs, `member-${n}-${atMs}`]).flat();

  test('exactly as many as the cap are not over it, and those whose time is over do not count', async () => {
    // One is admitted already.
    await redis().zadd(admitted(), ...many(SHOPPER_CAP - 41, Date.now() + 60_000));
    await redis().zadd(turns(), ...many(40, Date.now() + 60_000), ...many(500, Date.now() - 60_000));
    await expectBroken(installation(), {});
  });

  test.each([
    ['admitted', 100, 0],
    ['admitted, with the turns whose room is kept,', 60, 40],
  ])('%s one too many', async (_what, more, waiting) => {
    await redis().zadd(admitted(), ...many(more, Date.now() + 60_000));
    if (waiting > 0) await redis().zadd(turns(), ...many(waiting, Date.now() + 60_000));
    await expectBroken(installation(), {
      'redis.shopper-cap': [
        { drop_id: world().dropId, admitted: more + 1, turns: waiting, cap: SHOPPER_CAP },
      ],
    });
  });
});

describe('while no epoch is in force, what Redis shows is read by nobody and not checked', () => {
  test.each([
    ['it was never filled', 'update redis_epoch set epoch = 0', 'Redis has never been filled'],
    ['it is being filled', "update redis_epoch set state = 'CLAIMED'", `epoch ${EPOCH} is being filled`],
    ['it started anew', "update redis_epoch set run_id = 'other'", 'started anew'],
    ['it went over to a replica', "update redis_epoch set replid = 'other'", 'started anew'],
    ['it went back in time', 'update redis_epoch set beat = 8', 'started anew'],
  ])('%s', async (_what, change, note) => {
    await mark(6, 0);
    await tamper(world(), change);
    const idle = { state: 'idle', note: expect.stringContaining(note) };
    expect(await redisChecksOf()).toEqual([
      { name: 'redis.leases-end', state: 'holds', note: null },
      { name: 'redis.sold-marks', ...idle },
      { name: 'redis.shopper-cap', ...idle },
    ]);
  });
});

test('when Redis is away, its checks fail and are not passed', async () => {
  const report = await runAudit({ ...installation().connections, redisUrl: 'redis://127.0.0.1:1' });
  expect(report).toMatchObject({ ok: false, broken: 0, failed: 3 });
});
