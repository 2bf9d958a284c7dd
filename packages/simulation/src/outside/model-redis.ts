import { NONE } from '../database/rows.ts';

interface Lease {
  hold: number;
  account: number;
  order: number;
  expiresAt: number;
}

/** One write, with what it overwrote. */
interface Write {
  readonly ticket: number;
  readonly before: Lease;
  readonly wasSold: boolean;
}

export type HoldOutcome = 'HELD' | 'TAKEN' | 'NOT_READY';
export type BindOutcome = 'BOUND' | 'GONE' | 'OTHER_ORDER' | 'NOT_READY';

const free: Lease = { hold: NONE, account: NONE, order: NONE, expiresAt: 0 };

/** Redis as the purchase sees it: leases that end by themselves, sold marks, and a memory that fails. */
export class ModelRedis {
  now = 0;
  isReady = true;
  #leases: Lease[] = [];
  #sold: boolean[] = [];
  #writes: Write[] = [];

  reset(tickets: number): void {
    this.isReady = true;
    this.#leases = new Array<Lease>(tickets).fill(free);
    this.#sold = new Array<boolean>(tickets).fill(false);
    this.#writes = [];
  }

  isFree(ticket: number): boolean {
    const lease = this.#leases[ticket];
    return lease !== undefined && lease.expiresAt <= this.now && this.#sold[ticket] === false;
  }

  /** hold-chosen: all tickets or none; the same hold again changes nothing. */
  hold(hold: number, account: number, tickets: readonly number[], holdMs: number): HoldOutcome {
    if (!this.isReady) return 'NOT_READY';
    for (const ticket of tickets)
      if (!this.isFree(ticket) && this.#leases[ticket]?.hold !== hold) return 'TAKEN';
    for (const ticket of tickets)
      this.#write(ticket, { hold, account, order: NONE, expiresAt: this.now + holdMs }, false);
    return 'HELD';
  }

  /** hold-bind: ties all leases to the order and prolongs them. */
  bind(hold: number, order: number, tickets: readonly number[], leaseMs: number): BindOutcome {
    if (!this.isReady) return 'NOT_READY';
    for (const ticket of tickets) {
      const lease = this.#leases[ticket] ?? free;
      if (lease.hold !== hold || lease.expiresAt <= this.now) return 'GONE';
      if (lease.order !== NONE && lease.order !== order) return 'OTHER_ORDER';
    }
    for (const ticket of tickets) {
      const { account } = this.#leases[ticket] ?? free;
      this.#write(ticket, { hold, account, order, expiresAt: this.now + leaseMs }, false);
    }
    return 'BOUND';
  }

  /** hold-release and hold-unbind: only what this hold still has. */
  release(hold: number, tickets: readonly number[]): void {
    for (const ticket of tickets) if (this.#leases[ticket]?.hold === hold) this.#write(ticket, free, false);
  }

  mark(ticket: number, isSold: boolean): void {
    this.#write(ticket, this.#leases[ticket] ?? free, isSold);
  }

  /** A claim of Postgres, leased again after Redis forgot. */
  restore(ticket: number, hold: number, account: number, order: number, expiresAt: number): void {
    this.#write(ticket, { hold, account, order, expiresAt }, false);
  }

  /** lease-prolong: what this order's hold still has, and what nobody has leased since. */
  prolong(lease: Lease, tickets: readonly number[]): void {
    for (const ticket of tickets) {
      const { hold, expiresAt } = this.#leases[ticket] ?? free;
      if (this.#sold[ticket] === false && (hold === lease.hold || expiresAt <= this.now))
        this.#write(ticket, lease, false);
    }
  }

  forget(): void {
    this.reset(this.#leases.length);
  }

  /** The last writes never reached the disk, or the replica. */
  loseLast(count: number): void {
    for (let n = 0; n < count; n += 1) {
      const write = this.#writes.pop();
      if (write === undefined) return;
      this.#leases[write.ticket] = write.before;
      this.#sold[write.ticket] = write.wasSold;
    }
  }

  #write(ticket: number, lease: Lease, isSold: boolean): void {
    const before = this.#leases[ticket] ?? free;
    this.#writes.push({ ticket, before, wasSold: this.#sold[ticket] ?? false });
    this.#leases[ticket] = lease;
    this.#sold[ticket] = isSold;
  }
}
