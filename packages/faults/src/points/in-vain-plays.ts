import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { countActs } from '../history/history.ts';
import type { Violation } from '../judge/violation.ts';
import { asOwner } from '../stack/as-owner.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import { actions } from '../workload/actions.ts';
import { newShopper } from '../workload/shopper.ts';
import { untilThere } from './overdue-plays.ts';
import { missed, type Play, playedWell, type Stage } from './stage.ts';

const patienceMs = 25_000;
const inVainMs = 1_500;
const marksDueTimes = 3;
const inDoubtMs = 500;

/** Somebody buys one standing ticket. */
async function buyStanding({ venue, history, random }: Stage): Promise<readonly Violation[]> {
  const before = countActs(history, 'purchase', 'ok');
  const [account = ''] = await venue.newAccounts(1);
  await actions.buysStanding.visit(newShopper(venue, account, history, random, patienceMs));
  return countActs(history, 'purchase', 'ok') > before ? playedWell : missed('nobody bought a ticket');
}

/** The folder of the mails is gone for a while. */
async function mailInVain(stage: Stage): Promise<readonly Violation[]> {
  const { mailFolder } = stage.stack;
  renameSync(mailFolder, `${mailFolder}-away`);
  writeFileSync(mailFolder, 'no folder');
  const unpaid = await buyStanding(stage);
  await sleep(inVainMs);
  rmSync(mailFolder);
  renameSync(`${mailFolder}-away`, mailFolder);
  return unpaid;
}

/** The ledger refuses every sale for a while: orders that are paid for cannot be finalized. */
async function ledgerRefuses(stage: Stage): Promise<readonly Violation[]> {
  const { stack } = stage;
  await asOwner(
    stack,
    `alter table ticket_ledger drop constraint if exists refuses_sales,
       add constraint refuses_sales check (kind <> 'SALE') not valid`,
  );
  const buying = Promise.all([buyStanding(stage), buyStanding(stage)]);
  const noted = await untilThere(
    stack,
    "select from orders where state = 'AUTHORIZED' and finalize_failures > 0",
    [],
    'no order could not be finalized',
  );
  await asOwner(stack, 'alter table ticket_ledger drop constraint if exists refuses_sales');
  const unpaid = await buying;
  return unpaid.every((one) => one.length > 0) ? [...noted, ...unpaid.flat()] : noted;
}

/** The queue-workers reach no Redis while marks of a sale are due, again and again: they are put back. */
async function marksInVain(stage: Stage): Promise<readonly Violation[]> {
  const { stack, venue } = stage;
  const links = stack.services
    .filter(({ service }) => service === 'queue-worker')
    .map(({ links: { redis } }) => redis);
  const unpaid = await buyStanding(stage);
  for (let times = 0; times < marksDueTimes; times += 1) {
    for (const link of links) link.set('cut');
    // Set again they say the same: what the ledger has.
    await asOwner(
      stack,
      `update outbox set done_at = null, attempts = 0, due_at = clock_timestamp()
       where event_id = $1 and topic = 'seat-marks'`,
      [venue.show.eventId],
    );
    // They take rows until they doubt the epoch.
    await sleep(inDoubtMs);
    for (const link of links) link.set('open');
    await sleep(inVainMs);
  }
  return unpaid;
}

/** Redis lacks the drop, as when its filler left it out, and the vendor changes something: its line is restored. */
async function lineForgotten(stage: Stage): Promise<readonly Violation[]> {
  const { stack, venue } = stage;
  const { eventId, dropId } = venue.show;
  const unpaidBefore = await buyStanding(stage);
  // Whoever restored it before must not count as being at it.
  await deleteKeys(stack, [`e*:{${eventId}}:${dropId}:*`, `*restore-line:*:${dropId}`]);
  await asOwner(
    stack,
    `update outbox set done_at = null, attempts = 0, due_at = clock_timestamp()
     where event_id = $1 and topic = 'drop-publish'`,
    [eventId],
  );
  return [...unpaidBefore, ...(await buyStanding(stage))];
}

/** Somebody switches the sale journal off; the workers, which have its disk, switch it on again. Only then is sold. */
async function journalOff(stage: Stage): Promise<readonly Violation[]> {
  const { stack } = stage;
  await asOwner(stack, 'update recovery_state set journal_on = false where id = 1');
  const on = 'select from recovery_state where id = 1 and journal_on';
  const misses = await untilThere(stack, on, [], 'the journal was not switched on again');
  return [...misses, ...(await buyStanding(stage))];
}

async function deleteKeys(stack: FaultStack, patterns: readonly string[]): Promise<void> {
  const redis = new Redis(stack.redisUrl());
  redis.on('error', () => undefined);
  try {
    const names = (await Promise.all(patterns.map((pattern) => redis.keys(pattern)))).flat();
    if (names.length > 0) await redis.del(...names);
  } finally {
    redis.disconnect();
  }
}

export const inVainPlays = {
  mailInVain,
  ledgerRefuses,
  marksInVain,
  lineForgotten,
  journalOff,
} as const satisfies Readonly<Record<string, Play>>;
