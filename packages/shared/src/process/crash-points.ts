import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every persist and side effect on the way of a purchase, by name: in which function it is, and what it does. Each has two
 * crash points, `<name>.before` and `<name>.after`, at which packages/faults stops or kills a process to see what
 * becomes of a purchase that is half done. What takes due rows, asked again and again, comes by `.after` only when there
 * were some. A check of packages/faults finds a write without its points.
 */
export const effects = {
  'join-waiting-room': { where: 'redis/waiting-room', does: 'an account gets its entry in the line' },
  'raise-mark': { where: 'redis/waiting-room', does: 'Redis may give out indices up to a new mark' },
  'advance-line': { where: 'redis/waiting-room', does: 'turns are given by elapsed time' },
  'grant-admission': { where: 'redis/waiting-room', does: 'a served entry takes a slot of the shop' },
  'end-admission': { where: 'redis/waiting-room', does: 'a slot is given back' },
  'drop-joined': { where: 'redis/waiting-room', does: 'joins that Postgres has are forgotten' },
  'restore-entries': { where: 'redis/restore-line', does: 'entries are put into a new epoch' },
  'restore-admission': { where: 'redis/restore-line', does: 'a used turn is put into a new epoch' },
  'acquire-hold': { where: 'redis/hold-seats', does: 'tickets are leased, all or none' },
  'extend-hold': { where: 'redis/hold-seats', does: 'leases are prolonged once' },
  'bind-hold': { where: 'redis/hold-seats', does: 'leases are tied to an order and prolonged' },
  'unbind-hold': { where: 'redis/hold-seats', does: 'a refused order gives its hold back to the shopper' },
  'release-hold': { where: 'redis/hold-seats', does: 'leases end before their time' },
  'fill-segments': { where: 'redis/fill-event', does: "an event's rows are filed" },
  'mark-seats': { where: 'redis/fill-event', does: 'the map shows what the ledger says' },
  'publish-drop': { where: 'redis/fill-event', does: "a drop's settings reach Redis" },
  'mark-ready': { where: 'redis/fill-event', does: "an event's keys are complete" },
  'restore-lease': { where: 'redis/fill-event', does: "an unfinished order's lease is put into a new epoch" },
  'sweep-leases': { where: 'redis/fill-event', does: 'tickets whose lease ran out are free again' },
  'lock-line-restore': { where: 'redis/fill-event', does: 'one worker alone restores the line of a drop' },
  beat: { where: 'redis/identity', does: 'the number that only grows grows' },
  'raise-beat': { where: 'redis/identity', does: 'it starts above what it was before Redis forgot' },
  'grant-index-block': { where: 'database/entries', does: 'Postgres grants a block of indices' },
  'note-index-gap': { where: 'database/entries', does: 'indices that nobody has are noted' },
  'copy-entries': { where: 'database/entries', does: 'joins are copied to Postgres' },
  'save-served': { where: 'database/entries', does: 'how far the line got is written down' },
  'redeem-lane-code': { where: 'database/lane-codes', does: 'a code opens a lane for an account' },
  'write-admission': {
    where: 'database/admissions',
    does: 'an admission is written before it is handed out',
  },
  'close-admission': { where: 'database/admissions', does: 'a shopper who leaves ends the admission' },
  'expire-admissions': { where: 'database/admissions', does: 'admissions whose time is over end' },
  'spend-admissions': { where: 'database/admissions', does: 'admissions that can serve no more orders end' },
  'create-order': { where: 'database/purchase', does: 'durable point 1: order, claims, quota, AUTHORIZE' },
  'store-intent': { where: 'database/purchase', does: "the order's intent is stored" },
  'record-authorized': { where: 'database/purchase', does: 'a payment is approved: AUTHORIZED' },
  'finalize-orders': { where: 'database/purchase', does: 'durable point 2: SALE entries, CAPTURE, or LOST' },
  'record-captured': { where: 'database/purchase', does: 'money is taken: PAID, or a REFUND is appended' },
  'record-canceled': {
    where: 'database/purchase',
    does: 'an intent is at its end: EXPIRED, released or VOIDED',
  },
  'expire-order': { where: 'database/purchase', does: 'an unpaid order ends, or begins to' },
  'refund-tickets': { where: 'database/refunds', does: 'tickets are taken back and their refund intended' },
  'refuse-refund': { where: 'database/refunds', does: 'Stripe refused a refund: a person decides' },
  'record-refund': { where: 'database/refunds', does: 'Stripe took a refund, or could not' },
  'follow-refund': { where: 'database/refunds', does: 'the bank had its word about a refund' },
  'decide-failed-refund': { where: 'database/refunds', does: 'a person decides about a failed refund' },
  'take-refunds-to-ask': { where: 'database/refunds', does: 'quiet refunds are handed to one poller' },
  'record-dispute': { where: 'database/disputes', does: 'a dispute is opened, won, or takes the tickets' },
  'cancel-event': { where: 'database/event-changes', does: 'an event is called off' },
  'move-event': { where: 'database/event-changes', does: 'an event gets another time' },
  'take-refund-runs': { where: 'database/refund-runs', does: 'a run of refunds is handed to one worker' },
  'finish-refund-run': { where: 'database/refund-runs', does: 'a run of refunds is done' },
  'switch-refund-run': { where: 'database/refund-runs', does: 'a run of refunds is paused or goes on' },
  'offer-transfer': { where: 'database/transfers', does: 'a ticket is offered to somebody' },
  'accept-transfer': { where: 'database/transfers', does: 'a ticket changes hands' },
  'end-transfer': { where: 'database/transfers', does: 'an offer is withdrawn or declined' },
  'expire-transfers': { where: 'database/transfers', does: 'offers that ran out end' },
  'check-in': { where: 'database/check-ins', does: 'a ticket enters' },
  'undo-check-in': { where: 'database/check-ins', does: 'a ticket that entered by mistake leaves' },
  'stretch-deadline': { where: 'database/purchase', does: '3-D Secure moves the deadline once' },
  'note-finalize-failed': { where: 'database/due-orders', does: 'an order that failed is tried again later' },
  'postpone-outbox': { where: 'database/outbox', does: 'a row that was not tried is given back' },
  'begin-outage': {
    where: 'database/stripe-outages',
    does: 'Stripe does not answer: payments are interrupted',
  },
  'take-probe': { where: 'database/stripe-outages', does: 'one worker asks whether Stripe is back' },
  'record-probe': {
    where: 'database/stripe-outages',
    does: 'the outage goes on, or ends and moves every deadline',
  },
  'mark-resumed': { where: 'database/stripe-outages', does: 'people are let in again' },
  'prolong-leases': { where: 'redis/prolong-leases', does: "an order's leases follow its deadline" },
  'prolong-admission': { where: 'redis/prolong-leases', does: "an admission's end is moved" },
  'mark-sent': { where: 'database/payment-operations', does: 'SENT is committed before the call' },
  'fail-operation': { where: 'database/payment-operations', does: 'a call was refused for good' },
  'mark-unknown': { where: 'database/payment-operations', does: 'an answer never came' },
  postpone: { where: 'database/payment-operations', does: 'a call was not taken and comes again' },
  'open-next-attempt': {
    where: 'database/payment-operations',
    does: 'a failed attempt is followed by another key',
  },
  'take-orders-to-ask': { where: 'database/due-orders', does: 'quiet orders are handed to one poller' },
  'take-outbox': { where: 'database/outbox', does: 'due rows are handed to one worker' },
  'mark-outbox-done': { where: 'database/outbox', does: 'side effects are marked as done' },
  'mark-outbox-failed': { where: 'database/outbox', does: 'a side effect that failed keeps its error' },
  'keep-stripe-event': { where: 'database/stripe-inbox', does: 'a webhook is kept' },
  'take-inbox-events': { where: 'database/stripe-inbox', does: 'kept webhooks are handed to one worker' },
  'mark-inbox-processed': { where: 'database/stripe-inbox', does: 'a webhook is worked off' },
  'mark-inbox-failed': { where: 'database/stripe-inbox', does: 'a webhook that failed keeps its error' },
  'claim-epoch': { where: 'database/redis-epoch', does: 'the next epoch is claimed' },
  'renew-claim': { where: 'database/redis-epoch', does: 'the filler of an epoch says that it lives' },
  'publish-epoch': { where: 'database/redis-epoch', does: 'a filled epoch is in force' },
  'save-beat': { where: 'database/redis-epoch', does: 'how far Redis got is written down' },
  'create-intent': { where: 'payments/perform-operation', does: 'Stripe makes an intent' },
  'capture-intent': { where: 'payments/perform-operation', does: 'Stripe takes the money' },
  'cancel-intent': { where: 'payments/perform-operation', does: 'Stripe gives an authorization up' },
  'cancel-second-intent': {
    where: 'payments/ask-and-record',
    does: 'an intent nobody was shown is ended',
  },
  'create-refund': { where: 'payments/perform-operation', does: 'Stripe sends money back' },
  'take-journal-rows': { where: 'database/sale-journal', does: "rows for the journal's disk are taken" },
  'append-journal': { where: 'journal/open-journal', does: 'lines are on the disk of the journal' },
  'drop-journal-rows': {
    where: 'database/sale-journal',
    does: 'what is on that disk may be acknowledged',
  },
  'give-back-journal-rows': {
    where: 'database/sale-journal',
    does: 'rows whose lines could not be written wait again',
  },
  'switch-journal': { where: 'database/sale-journal', does: 'from now on sales wait for their lines' },
  'send-job': { where: 'queues/jobs', does: 'a worker is told that a row is due' },
  'send-mail': { where: 'mail/open-mailer', does: 'a mail leaves' },
} as const satisfies Readonly<Record<string, { readonly where: string; readonly does: string }>>;

export type EffectName = keyof typeof effects;
export type CrashPoint = `${EffectName}.${'before' | 'after'}`;

/** What a folder of crash points says to do: at the hit of that number, counted over all processes that share it. */
export interface ArmedPoint {
  readonly point: CrashPoint;
  /** From 1 on. */
  readonly hit: number;
  readonly action: 'kill' | 'stop';
  /** Another one each time: hits of an earlier arming are not counted, nor do they strike when this one is taken away. */
  readonly id: string;
}

export const armedFile = 'armed.json';
/** Written by the process that struck, before it is gone: `{ pid }`. */
export const struckFile = 'struck.json';
const hitsMax = 100;

let folder: string | null = null;
const reached = new Set<CrashPoint>();

/** Called once at the start of a process; an empty name leaves every point without effect. */
export function openCrashPoints(name: string): void {
  folder = name === '' ? null : name;
}

/** Says that the process is at this point. Costs a comparison, unless the process was started to be struck. */
export function reach(point: CrashPoint): void {
  if (folder !== null) consider(folder, point);
}

/** Synchronous on purpose: nothing else of this process may happen between the hit and the blow. */
function consider(place: string, point: CrashPoint): void {
  if (!reached.has(point)) {
    reached.add(point);
    writeFileSync(join(place, `reached-${point}`), '');
  }
  const armed = readArmed(place);
  if (armed?.point !== point || countHit(place, armed.id) !== armed.hit) return;
  const unfinished = join(place, `${struckFile}.${process.pid}`);
  writeFileSync(unfinished, JSON.stringify({ pid: process.pid }));
  renameSync(unfinished, join(place, struckFile));
  process.kill(process.pid, armed.action === 'kill' ? 'SIGKILL' : 'SIGSTOP');
}

function readArmed(place: string): ArmedPoint | null {
  const file = join(place, armedFile);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ArmedPoint) : null;
}

/** The number of this hit: the first name that nobody else took. */
function countHit(place: string, id: string): number {
  for (let hit = 1; hit <= hitsMax; hit += 1) {
    try {
      writeFileSync(join(place, `hit-${id}-${hit}`), '', { flag: 'wx' });
      return hit;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return hitsMax + 1;
}
