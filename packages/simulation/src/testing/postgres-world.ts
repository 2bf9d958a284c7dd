import { randomUUID } from 'node:crypto';
import { triesBeforeParkingMax } from '@fairgate/shared/domain/limits.ts';
import { admit, type Shopper, type World } from '../../../../prisma/testing/open-world.ts';
import {
  answersNeeded,
  type CommandWorld,
  type DatabaseCommand,
  newest,
  type OrderState,
  priceOf,
  refundOf,
  stretchSecondsOf,
  ticketsOf,
  type WorldState,
  worldSize,
} from './database-commands.ts';
import { operationStatements, stateStatement } from './postgres-statements.ts';

const hourSeconds = 3_600;

interface Operation {
  readonly id: string;
  readonly kind: string;
  readonly attempt: number;
  readonly amount: number;
}

/** Postgres under differential commands: an event of its own with a drop, tickets and accounts. */
export class PostgresWorld implements CommandWorld {
  readonly #world: World;
  readonly #accounts: string[];
  readonly #admissions: Shopper[] = [];
  readonly #orders: string[] = [];

  private constructor(world: World, accounts: string[]) {
    this.#world = world;
    this.#accounts = accounts;
  }

  static async open(world: World, accounts: string[]): Promise<PostgresWorld> {
    const [eventId, dropId, categoryId, freeId] = Array.from({ length: 4 }, () => randomUUID()) as [
      string,
      string,
      string,
      string,
    ];
    const { owner } = world;
    await owner.query('delete from stripe_outages');
    await owner.query(
      `insert into events (id, vendor_id, venue_id, name, starts_at, time_zone, currency, status)
       select $2, vendor_id, venue_id, name, starts_at, time_zone, currency, status from events where id = $1`,
      [world.eventId, eventId],
    );
    await owner.query(
      `insert into categories (event_id, id, name, price_minor, currency)
       values ($1, $2, 'Standing', $4, 'eur'), ($1, $3, 'Free', 0, 'eur')`,
      [eventId, categoryId, freeId, worldSize.priceMinor],
    );
    await owner.query(
      `insert into drops (event_id, id, name, opens_at, per_customer_limit, shopper_cap, rate_per_minute, payment_seconds)
       values ($1, $2, 'Drop', now() - interval '1 minute', $3, 100, 600, 900)`,
      [eventId, dropId, worldSize.limit],
    );
    await owner.query('select mint_tickets($1, $2, null, null, array[$3]::uuid[], $4)', [
      ...[eventId, dropId, categoryId, worldSize.tickets],
    ]);
    const free = Array.from({ length: worldSize.tickets }, (_, n) => n).filter((n) => priceOf(n) === 0);
    await owner.query('update tickets set category_id = $2 where event_id = $1 and number = any ($3)', [
      ...[eventId, freeId, free],
    ]);
    const opened = new PostgresWorld({ ...world, eventId, dropId, categoryId }, accounts);
    for (let n = 0; n < worldSize.accounts; n += 1) await opened.#admit(n);
    return opened;
  }

  async execute(command: DatabaseCommand): Promise<string> {
    try {
      return await this.#perform(command);
    } catch (error) {
      // Raised by a constraint or a step out of turn: the statement did nothing.
      if (/^(23...|FG001)$/.test((error as { code?: string }).code ?? '')) return 'RAISED';
      throw error;
    }
  }

  async #perform(command: DatabaseCommand): Promise<string> {
    const { eventId } = this.#world;
    if (command.name === 'createOrder') return this.#createOrder(command);
    if (command.name === 'admit') return this.#admit(command.pick % worldSize.accounts);
    if (command.name === 'retireTicket') return this.#retire(command.pick % worldSize.tickets);
    if (command.name === 'beginOutage' || command.name === 'answerProbe') return this.#outage(command);
    if (command.name === 'retryParked') {
      const { rowCount } = await this.#world.app.query(
        `update payment_operations set parked_at = null, failures = 0, due_at = clock_timestamp()
         where event_id = $1 and parked_at is not null and state in ('PENDING', 'SENT', 'UNKNOWN')`,
        [eventId],
      );
      return String(rowCount);
    }
    if (command.name === 'cancelEvent') {
      await this.#world.owner.query("update events set status = 'CANCELLED' where id = $1", [eventId]);
      return 'done';
    }
    const order = this.#orders[newest(command.pick, this.#orders.length)];
    if (order === undefined) return 'nothing';
    return (await this.#withOrder(command, order)) ?? (await this.#withOperation(command, order));
  }

  async #withOrder(command: DatabaseCommand, order: string): Promise<string | null> {
    switch (command.name) {
      case 'recordAuthorized':
        return this.#outcome(
          `select record_authorized($1, $2, amount_minor + $3, 'eur', true, null, 'test') as outcome
           from orders where event_id = $1 and id = $2`,
          ...[order, command.flag ? 0 : 1],
        );
      case 'recordCaptured':
        return this.#outcome(
          `select record_captured($1, $2, case when $3 then amount_minor else 1 end, 'test') as outcome
           from orders where event_id = $1 and id = $2`,
          ...[order, command.flag],
        );
      case 'recordCanceled':
        return this.#outcome(`select record_canceled($1, $2, 'test') as outcome`, order);
      case 'expireOrder':
        return this.#outcome('select expire_order($1, $2, $3) as outcome', order, command.flag);
      case 'stretchForThreeDSecure':
        return this.#outcome(
          'select stretch_for_three_d_secure($1, $2, $3) as outcome',
          ...[order, stretchSecondsOf(command)],
        );
      case 'passDeadline':
        await this.#world.owner.query(
          "update orders set pay_deadline = clock_timestamp() - interval '1 second' where event_id = $1 and id = $2",
          [this.#world.eventId, order],
        );
        return 'done';
      case 'finalizeOrders':
        return this.#finalize([
          order,
          ...command.more.map((n) => this.#orders[newest(n, this.#orders.length)] ?? order),
        ]);
      default:
        return null;
    }
  }

  async #finalize(orders: readonly string[]): Promise<string> {
    const { rows } = await this.#world.app.query(
      'select order_id as id, outcome from finalize_orders(array_fill($1::uuid, array[cardinality($2::uuid[])]), $2)',
      [this.#world.eventId, [...new Set(orders)]],
    );
    return rows
      .map(({ id, outcome }) => ({ number: this.#orders.indexOf(id), outcome }))
      .sort((a, b) => a.number - b.number)
      .map(({ outcome }) => outcome)
      .join(',');
  }

  async #withOperation(command: DatabaseCommand, order: string): Promise<string> {
    const operation = await this.#choose(command, order);
    if (operation === undefined) return 'nothing';
    const { id, attempt, amount } = operation;
    switch (command.name) {
      case 'storeIntent': {
        const intent = this.#orders.indexOf(order) * 100 + (command.flag ? 0 : attempt);
        return this.#outcome(
          "select store_intent($1, $2, $3, 'secret', 'requires_payment_method', $4, 'eur') as outcome",
          ...[id, this.#intentName(intent), amount],
        );
      }
      case 'recordRefund': {
        const { refund, status } = refundOf(command);
        const stripeRefund = `re_${this.#orders.indexOf(order) * 100 + refund}`;
        return this.#outcome(
          'select record_refund($1, $2, $3, $4, null) as outcome',
          id,
          stripeRefund,
          status,
        );
      }
      case 'refuseRefund':
        return this.#outcome("select refuse_refund($1, $2, 'refused')::text as outcome", id);
      case 'markSent':
        return String((await this.#outcome(operationStatements.markSent, ...[id, hourSeconds])) === 'sent');
      case 'markUnknown':
        await this.#outcome(operationStatements.markUnknown, ...[id, hourSeconds, triesBeforeParkingMax]);
        return 'done';
      case 'failOperation':
        await this.#outcome(
          `update payment_operations set state = 'FAILED', settled_at = clock_timestamp()
           where event_id = $1 and op_id = $2 and state in ('SENT', 'UNKNOWN') returning 'done' as outcome`,
          id,
        );
        return 'done';
      case 'makeTired':
        await this.#outcome(
          "update payment_operations set failures = $3 where event_id = $1 and op_id = $2 returning 'done' as outcome",
          ...[id, triesBeforeParkingMax - 1],
        );
        return 'done';
      case 'openNextAttempt':
        await this.#outcome(operationStatements.openNextAttempt, ...[id, hourSeconds]);
        return 'done';
      default:
        await this.#outcome(
          `update payment_operations set due_at = clock_timestamp() + make_interval(secs => $3)
           where event_id = $1 and op_id = $2 and ($3 < 0 or state in ('PENDING', 'SENT', 'UNKNOWN'))
           returning 'done' as outcome`,
          ...[id, command.name === 'postpone' ? hourSeconds : -1],
        );
        return 'done';
    }
  }

  async #choose(command: DatabaseCommand, order: string): Promise<Operation | undefined> {
    const kind =
      { recordRefund: 'REFUND', refuseRefund: 'REFUND', storeIntent: 'AUTHORIZE' }[command.name as string] ??
      null;
    const { rows } = await this.#world.owner.query<Operation>(
      `select op_id as id, kind, attempt, amount_minor as amount from payment_operations
       where event_id = $1 and order_id = $2 and ($3::text is null or kind = $3)
       order by (kind || ' ' || attempt || ' ' || amount_minor) collate "C"`,
      [this.#world.eventId, order, kind],
    );
    return rows[(command.more[0] ?? 0) % Math.max(rows.length, 1)];
  }

  async #createOrder(command: DatabaseCommand): Promise<string> {
    const account = command.pick % worldSize.accounts;
    const { eventId, dropId } = this.#world;
    const shopper = this.#admissions[account];
    const { rows } = await this.#world.app.query(
      'select outcome, order_id from create_order($1, $2, $3, $4, $5, $3, $6, $7, $8, $9, $10)',
      [
        ...[eventId, dropId, randomUUID(), shopper?.accountId, shopper?.admissionId],
        `${eventId} ${(command.more[0] ?? 0) % 40}`,
        Buffer.from(command.flag ? 'one' : 'other'),
        ...[ticketsOf(command), randomUUID(), command.pick % 10 === 0 ? worldSize.priceMinor : null],
      ],
    );
    const [{ outcome, order_id: id }] = rows as [{ outcome: string; order_id: string | null }];
    if (id !== null && !this.#orders.includes(id)) this.#orders.push(id);
    return `${outcome} ${id === null ? -1 : this.#orders.indexOf(id)}`;
  }

  /** Outages are the installation's, not an event's: each sequence begins without any. */
  async #outage({ name, flag }: DatabaseCommand): Promise<string> {
    const { rows } = await this.#world.app.query(
      name === 'beginOutage'
        ? "select begin_stripe_outage('test', 0) as outcome"
        : `select record_stripe_probe(max(id), ${flag}, ${answersNeeded}, 'test') as outcome from stripe_outages
           having max(id) is not null`,
    );
    return rows[0]?.outcome ?? 'nothing';
  }

  async #admit(account: number): Promise<string> {
    this.#admissions[account] = await admit(this.#world, this.#accounts[account]);
    return 'done';
  }

  async #retire(ticket: number): Promise<string> {
    const { rowCount } = await this.#world.app.query(
      `insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash)
       select event_id, ticket_number, version + 1, 'RETIRE', version, kind, hash from ticket_holders
       where event_id = $1 and ticket_number = $2 and kind in ('MINT', 'VOID', 'REFUND')`,
      [this.#world.eventId, ticket],
    );
    return rowCount === 1 ? 'done' : 'nothing';
  }

  #intentName(intent: number): string {
    return `${this.#world.eventId} ${intent}`;
  }

  async #outcome(statement: string, ...values: readonly unknown[]): Promise<string> {
    const { rows } = await this.#world.app.query(statement, [this.#world.eventId, ...values]);
    return rows[0]?.outcome ?? 'nothing';
  }

  async state(): Promise<WorldState> {
    const { rows } = await this.#world.owner.query(stateStatement, [this.#world.eventId, this.#accounts]);
    const { orders, heads, claims, quotas } = rows[0].state;
    return {
      orders: this.#orders.map((id, number) => {
        const order = (orders as (Omit<OrderState, 'id'> & { id: string })[]).find((row) => row.id === id);
        if (order === undefined) throw new Error(`order ${number} is gone`);
        return { ...order, id: number, operations: [...order.operations].sort() };
      }),
      heads,
      claims: (claims as [number, string][]).map(([ticket, id]) => [ticket, this.#orders.indexOf(id)]),
      quotas,
    };
  }
}
