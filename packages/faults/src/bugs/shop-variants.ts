import { inFile, point, scenario } from './patches.ts';
import type { Variant } from './variant.ts';

const scripts = 'packages/shared/src/redis/scripts';

/** Of leases, the line, epochs and mails. */
export const shopVariants = {
  'lease-overwrites': {
    what: 'a lease is taken whether or not somebody has it',
    patches: [
      inFile(
        `${scripts}/hold-chosen.lua`,
        " or status == OFF or redis.call('EXISTS', seats.lease .. number) == 1 then",
        ' or status == OFF then',
      ),
      inFile(
        `${scripts}/includes/hold-record.lua`,
        "holdId, 'NX', 'PXAT', deadline)",
        "holdId, 'PXAT', deadline)",
      ),
    ],
    shows: ['a ticket is held by one account at a time'],
    caughtBy: scenario('twoAtOneSeat'),
  },
  'cap-not-kept': {
    what: 'turns are given whether or not there is room in the shop',
    patches: [
      inFile(
        `${scripts}/waiting-room-advance.lua`,
        'tonumber(drop[4]) - admitted - turns - returning',
        'tonumber(drop[4])',
      ),
    ],
    shows: ['audit redis.shopper-cap'],
    caughtBy: scenario('smallShop'),
  },
  'no-epoch-check': {
    what: 'nobody notices that Redis forgot',
    patches: [
      inFile(
        'packages/shared/src/domain/redis-identity.ts',
        'return now.runId !== seen.runId || now.replid !== seen.replid || now.beat < seen.beat;',
        "return seen.runId === '' && now.runId === '' && now.beat < 0;",
      ),
      inFile(
        'services/queue-worker/src/epoch-keeper.ts',
        'const lost = hasForgotten',
        'const lost = record.epoch === 0 || hasForgotten',
      ),
    ],
    shows: ['a place is given to one account'],
    caughtBy: scenario('redisGoesBack'),
  },
  'outbox-done-before-sending': {
    what: 'a mail is marked as sent, then sent',
    patches: [
      inFile(
        'services/queue-worker/src/jobs/relay-by-destination.ts',
        '      await send(letter);\n      await markOutboxDone(database, [row.id]);',
        '      await markOutboxDone(database, [row.id]);\n      await send(letter);',
      ),
    ],
    shows: ['a mail that counts as sent was sent'],
    caughtBy: point('send-mail.before:kill:1'),
  },
} as const satisfies Readonly<Record<string, Variant>>;
