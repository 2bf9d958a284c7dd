import type { Random } from '../schedule/random.ts';

/** One command of a differential sequence. Numbers choose among what is there, modulo its count. */
export interface DatabaseCommand {
  readonly name: CommandName;
  readonly pick: number;
  readonly more: readonly number[];
  readonly flag: boolean;
}

/** How often each command comes. A new purchase function gets its line here and in both worlds. */
const weights = {
  createOrder: 24,
  admit: 6,
  storeIntent: 12,
  recordAuthorized: 18,
  finalizeOrders: 18,
  expireOrder: 8,
  passDeadline: 6,
  recordCaptured: 6,
  recordCanceled: 5,
  recordRefund: 8,
  refuseRefund: 3,
  markSent: 12,
  markUnknown: 5,
  postpone: 2,
  failOperation: 2,
  openNextAttempt: 4,
  makeDue: 4,
  makeTired: 3,
  retryParked: 1,
  beginOutage: 2,
  answerProbe: 4,
  stretchForThreeDSecure: 4,
  retireTicket: 3,
} as const;
export type CommandName = keyof typeof weights | 'cancelEvent';

const names = (Object.keys(weights) as (keyof typeof weights)[]).flatMap((name) =>
  new Array<CommandName>(weights[name]).fill(name),
);

export function drawCommands(random: Random, count: number): DatabaseCommand[] {
  return Array.from({ length: count }, (_, n) => ({
    name:
      n > count * 0.8 && random.chance(0.03)
        ? 'cancelEvent'
        : (names[random.below(names.length)] ?? 'createOrder'),
    pick: random.below(1_000),
    more: Array.from({ length: random.between(1, 3) }, () => random.below(1_000)),
    flag: random.chance(0.8),
  }));
}

/** What a world answers to a command, and how it stands then. */
export interface CommandWorld {
  readonly execute: (command: DatabaseCommand) => Promise<string>;
  readonly state: () => Promise<WorldState>;
}

export interface WorldState {
  readonly orders: readonly OrderState[];
  /** Kind and version of each ticket's newest entry. */
  readonly heads: readonly string[];
  /** Order by claimed ticket. */
  readonly claims: readonly (readonly [number, number])[];
  /** Reserved, sold and cap by account. */
  readonly quotas: readonly (readonly [number, number, number, number])[];
}

export interface OrderState {
  readonly id: number;
  readonly path: readonly string[];
  readonly tickets: readonly string[];
  readonly operations: readonly string[];
  readonly payment: string;
}

export const worldSize = { accounts: 6, tickets: 12, limit: 4, priceMinor: 5_000 };

/** Every third ticket is free. */
export function priceOf(ticket: number): number {
  return ticket % 3 === 0 ? 0 : worldSize.priceMinor;
}

/** Which of so many orders a number means: one of the newest, where most still happens. */
export function newest(pick: number, count: number): number {
  return count - 1 - (pick % Math.max(Math.min(count, 5), 1));
}

/** What Stripe says of a refund: mostly of the same one, and mostly that it was made. */
export function refundOf({ pick, flag }: DatabaseCommand): {
  refund: number;
  status: 'succeeded' | 'pending' | 'failed';
} {
  const unhappy = pick % 2 === 0 ? 'pending' : 'failed';
  return { refund: pick % 10 === 0 ? 1 : 0, status: flag ? 'succeeded' : unhappy };
}

/** So many answers in a row end an outage. */
export const answersNeeded = 2;

/** Within a payment deadline that was not passed, or beyond it. Seconds. */
export function stretchSecondsOf({ flag }: DatabaseCommand): number {
  return flag ? 7_200 : 60;
}

/** Distinct tickets, in their order. */
export function ticketsOf(command: DatabaseCommand): number[] {
  return [...new Set(command.more.map((n) => n % worldSize.tickets))].sort((a, b) => a - b);
}
