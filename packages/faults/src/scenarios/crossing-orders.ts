import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Stage } from '../points/stage.ts';
import { asOwner } from '../stack/as-owner.ts';
import { nothingSeen, type Seen, saw } from './seen.ts';

const writers = 8;
const ordersEach = 60;
const hotTickets = 12;
const ticketsPerOrder = 6;

/**
 * Orders of many seats that cross, straight at the database, as two gateways write them when leases were lost between
 * them: whatever the order in which seats are named, all writers go through.
 */
export async function crossingOrders(stage: Stage): Promise<Seen> {
  const { stack, venue, random } = stage;
  const { eventId, dropId } = venue.show;
  const accounts = await venue.newAccounts(writers * ordersEach);
  await asOwner(
    stack,
    `insert into admissions (event_id, id, drop_id, account_id, lane, entry_index, expires_at)
     select $1, account, $2, account, 0, 1000000 + number, now() + interval '1 hour'
     from unnest($3::uuid[]) with ordinality as made (account, number)`,
    [eventId, dropId, accounts],
  );
  // Customers wait for it in the line; these writers come by another way.
  await untilOpen(stage);
  const failures: string[] = [];
  const write = async (own: readonly string[]): Promise<void> => {
    const client = new pg.Client({ connectionString: stack.databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    for (const account of own) {
      const order = randomUUID();
      const tickets = someTickets(random);
      const values = [
        eventId,
        dropId,
        order,
        account,
        account,
        randomUUID(),
        randomUUID(),
        tickets,
        randomUUID(),
      ];
      try {
        const made = await client.query<{ outcome: string }>(
          `select outcome from create_order($1, $2, $3, $4, $5, $6, $7::uuid::text, '\\x01', $8, $9, null)`,
          values,
        );
        if (made.rows[0]?.outcome === 'CREATED')
          await client.query('select expire_order($1, $2, true)', [eventId, order]);
      } catch (error) {
        failures.push(`${(error as { code?: string }).code}: ${(error as Error).message}`);
      }
    }
    await client.end();
  };
  await Promise.all(
    Array.from({ length: writers }, (_, at) => write(accounts.slice(at * ordersEach, (at + 1) * ordersEach))),
  );
  await asOwner(
    stack,
    "update admissions set state = 'LEFT', ended_at = now() where account_id = any ($1::uuid[])",
    [accounts],
  );
  if (failures.length === 0) return nothingSeen;
  return {
    violations: [saw('every order is answered', `${failures.length} statements failed`, ...failures)],
  };
}

/** Before the opening, by the database's clock, every order would be refused. */
async function untilOpen({ stack, venue }: Stage): Promise<void> {
  const { eventId, dropId } = venue.show;
  await asOwner(
    stack,
    `select pg_sleep(greatest(0, extract(epoch from opens_at - clock_timestamp())))
     from drops where event_id = $1 and id = $2`,
    [eventId, dropId],
  );
}

/** In any order, as the fence of the leases would never have let them come. */
function someTickets(random: () => number): number[] {
  const tickets = Array.from({ length: hotTickets }, (_, number) => number);
  for (let at = tickets.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [tickets[at], tickets[other]] = [tickets[other] ?? 0, tickets[at] ?? 0];
  }
  return tickets.slice(0, ticketsPerOrder - 2);
}
