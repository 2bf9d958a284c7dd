import type { Redis } from 'ioredis';
import { ticketsPerHoldMax } from '../domain/limits.ts';
import { invariant } from '../invariant.ts';
import { reach } from '../process/crash-points.ts';
import { accountHoldsKey, dropKeys, type EventKeys, holdKey } from './keys.ts';
import { runScript, type ScriptName, type ScriptReply } from './scripts.ts';

/** Where a hold lives. */
export interface HoldPlace {
  readonly epoch: number;
  readonly eventId: string;
  readonly dropId: string;
  readonly holdId: string;
  readonly accountId: string;
}

/** What the shopper wants held. */
export type HoldWish =
  | { readonly kind: 'chosen'; readonly tickets: readonly number[] }
  | { readonly kind: 'pool'; readonly categoryId: string; readonly quantity: number }
  | {
      readonly kind: 'best';
      readonly categoryId: string;
      readonly quantity: number;
      readonly together: boolean;
    };

/** Why nothing can be held in a drop at all. */
export type DropRefusal = 'notReady' | 'notOpen' | 'closed' | 'paused' | 'unknownDrop';

export type HoldOutcome =
  | { readonly kind: 'held'; readonly deadlineMs: number; readonly tickets: readonly number[] }
  | { readonly kind: 'taken'; readonly tickets: readonly number[] }
  | { readonly kind: 'limit'; readonly limit: number }
  | { readonly kind: 'tooFew'; readonly left: number }
  | { readonly kind: 'noneTogether'; readonly longest: number }
  | { readonly kind: 'noAdmission' }
  | { readonly kind: 'gone' }
  | { readonly kind: DropRefusal };

/** A script that found index and leases apart mended what it met, and asks to be called again. */
const staleTriesMax = 20;

/** Takes a hold; the same hold id again answers with the same hold. Milliseconds are Redis's clock. */
export async function acquireHold(redis: Redis, place: HoldPlace, wish: HoldWish): Promise<HoldOutcome> {
  const [script, wanted] = scriptOf(wish);
  const keys = dropKeys(place.epoch, place.eventId, place.dropId);
  const names = [
    ...seatKeys(keys),
    keys.ready,
    keys.drop,
    keys.admitted,
    holdKey(place.epoch, place.eventId, place.holdId),
    accountHoldsKey(place.epoch, place.eventId, place.accountId),
  ];
  const args = [place.holdId, place.accountId, place.dropId, ...wanted];
  for (let tries = 1; ; tries += 1) {
    reach('acquire-hold.before');
    const reply = await runScript(redis, script, names, args);
    reach('acquire-hold.after');
    if (reply[0] !== 'STALE' || tries === staleTriesMax) return holdOutcome(reply);
  }
}

export type ExtendOutcome =
  | { readonly kind: 'extended'; readonly deadlineMs: number }
  | { readonly kind: 'already'; readonly deadlineMs: number }
  | { readonly kind: 'gone' }
  | { readonly kind: 'notReady' };

/** Once per hold, before it is ordered, and not beyond the account's admission. */
export async function extendHold(redis: Redis, place: HoldPlace): Promise<ExtendOutcome> {
  const { admitted } = dropKeys(place.epoch, place.eventId, place.dropId);
  reach('extend-hold.before');
  const [outcome, deadline] = await runScript(
    redis,
    'hold-extend',
    [...ownKeys(place), admitted],
    [place.holdId, place.accountId],
  );
  reach('extend-hold.after');
  switch (outcome) {
    case 'EXTENDED':
      return { kind: 'extended', deadlineMs: Number(deadline) };
    case 'ALREADY':
      return { kind: 'already', deadlineMs: Number(deadline) };
    case 'GONE':
      return { kind: 'gone' };
    default:
      return notReady(outcome);
  }
}

export type BindOutcome =
  | { readonly kind: 'bound'; readonly tickets: readonly number[] }
  | { readonly kind: 'otherOrder'; readonly orderId: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'notReady' };

/** Ties a hold to an order and moves the end of its leases to `leaseMs` from now. */
export async function bindHold(
  redis: Redis,
  place: HoldPlace,
  orderId: string,
  leaseMs: number,
): Promise<BindOutcome> {
  const args = [place.holdId, place.accountId, place.dropId, orderId, leaseMs];
  reach('bind-hold.before');
  const [outcome, value = ''] = await runScript(redis, 'hold-bind', ownKeys(place), args);
  reach('bind-hold.after');
  switch (outcome) {
    case 'BOUND':
      return { kind: 'bound', tickets: numbersIn(value) };
    case 'OTHER_ORDER':
      return { kind: 'otherOrder', orderId: value };
    case 'GONE':
      return { kind: 'gone' };
    default:
      return notReady(outcome);
  }
}

/** The order was refused: the hold is the shopper's again until its own deadline. */
export async function unbindHold(redis: Redis, place: HoldPlace, orderId: string): Promise<void> {
  reach('unbind-hold.before');
  await runScript(redis, 'hold-unbind', ownKeys(place), [place.holdId, place.accountId, orderId]);
  reach('unbind-hold.after');
}

export type ReleaseOutcome =
  | { readonly kind: 'released'; readonly tickets: readonly number[] }
  | { readonly kind: 'ordered'; readonly orderId: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'notReady' };

/** Gives the tickets back. `endedOrderId`: the order that had the hold and has ended. */
export async function releaseHold(
  redis: Redis,
  place: HoldPlace,
  endedOrderId?: string,
): Promise<ReleaseOutcome> {
  const args = [place.holdId, place.accountId, endedOrderId ?? ''];
  reach('release-hold.before');
  const [outcome, value = ''] = await runScript(redis, 'hold-release', ownKeys(place), args);
  reach('release-hold.after');
  switch (outcome) {
    case 'RELEASED':
      return { kind: 'released', tickets: numbersIn(value) };
    case 'ORDERED':
      return { kind: 'ordered', orderId: value };
    case 'GONE':
      return { kind: 'gone' };
    default:
      return notReady(outcome);
  }
}

/** KEYS 1–9 of every script about seats. */
export function seatKeys(keys: EventKeys): string[] {
  const { status, statusVersion, lease, leases, segments, segmentOf, segmentRuns, runs, pool } = keys;
  return [status, statusVersion, lease, leases, segments, segmentOf, segmentRuns, runs, pool];
}

function ownKeys(place: HoldPlace): string[] {
  const keys = dropKeys(place.epoch, place.eventId, place.dropId);
  return [
    ...seatKeys(keys),
    keys.ready,
    keys.drop,
    holdKey(place.epoch, place.eventId, place.holdId),
    accountHoldsKey(place.epoch, place.eventId, place.accountId),
  ];
}

function scriptOf(wish: HoldWish): [ScriptName, (string | number)[]] {
  switch (wish.kind) {
    case 'chosen':
      invariant(wish.tickets.every(Number.isSafeInteger), 'tickets have whole numbers');
      invariant(isQuantity(wish.tickets.length), 'a hold has tickets');
      return ['hold-chosen', [...wish.tickets]];
    case 'pool':
      invariant(isQuantity(wish.quantity), 'a hold has tickets');
      return ['hold-pool', [wish.categoryId, wish.quantity]];
    case 'best':
      invariant(isQuantity(wish.quantity), 'a hold has tickets');
      return ['hold-best', [wish.categoryId, wish.quantity, wish.together ? 1 : 0]];
  }
}

function isQuantity(quantity: number): boolean {
  return Number.isSafeInteger(quantity) && quantity >= 1 && quantity <= ticketsPerHoldMax;
}

function holdOutcome([outcome, first = '', second = '']: ScriptReply): HoldOutcome {
  switch (outcome) {
    case 'HELD':
      return { kind: 'held', deadlineMs: Number(first), tickets: numbersIn(second) };
    case 'TAKEN':
      return { kind: 'taken', tickets: numbersIn(first) };
    case 'LIMIT':
      return { kind: 'limit', limit: Number(first) };
    case 'TOO_FEW':
      return { kind: 'tooFew', left: Number(first) };
    case 'NONE_TOGETHER':
      return { kind: 'noneTogether', longest: Number(first) };
    case 'NO_ADMISSION':
      return { kind: 'noAdmission' };
    case 'HOLD_GONE':
      return { kind: 'gone' };
    default:
      return dropRefusal(outcome);
  }
}

/** The refusals of includes/drop-window.lua and of a missing ready mark; anything else is a broken assumption. */
export function dropRefusal(outcome: string): { readonly kind: DropRefusal } {
  switch (outcome) {
    case 'NOT_OPEN':
      return { kind: 'notOpen' };
    case 'CLOSED':
      return { kind: 'closed' };
    case 'PAUSED':
      return { kind: 'paused' };
    case 'UNKNOWN_DROP':
      return { kind: 'unknownDrop' };
    default:
      return notReady(outcome);
  }
}

function notReady(outcome: string): { readonly kind: 'notReady' } {
  if (outcome === 'NOT_READY') return { kind: 'notReady' };
  throw new Error(`a hold script answered ${outcome}`);
}

function numbersIn(text: string): number[] {
  return text === '' ? [] : text.split(',').map(Number);
}
