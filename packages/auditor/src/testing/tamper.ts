import pg from 'pg';
import type { World } from '../../../../prisma/testing/open-world.ts';
import { entryHash } from '../ledger/entry-hash.ts';

/** Runs statements as an owner who has switched off every trigger and foreign key for the session. */
export async function tamper(world: World, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: world.database.ownerDatabaseUrl });
  await client.connect();
  try {
    await client.query("set session_replication_role = 'replica'");
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Takes the ledger's own constraints away, which would refuse even an owner. */
export function dropLedgerConstraints(world: World): Promise<void> {
  const named = ['ledger_chain', 'ledger_step', 'ledger_holder', 'ledger_order', 'ticket_ledger_chain_fkey'];
  return tamper(world, ...named.map((name) => `alter table ticket_ledger drop constraint ${name}`));
}

export interface FalseEntry {
  readonly kind: string;
  readonly holder?: string;
  readonly orderId?: string;
  readonly actor?: string;
  readonly reason?: string;
  /** Default: the version after the newest one. */
  readonly version?: number;
  /** Default: what the newest entry is. */
  readonly prevKind?: string;
  /** How long ago; default a minute. */
  readonly secondsAgo?: number;
}

const literal = (value: string | undefined): string =>
  value === undefined ? 'null' : pg.escapeLiteral(value);

/** Adds an entry that no constraint had a say in, well hashed, and lets the projection show it. */
export async function forgeEntry(world: World, ticket: number, entry: FalseEntry): Promise<void> {
  const where = `event_id = '${world.eventId}' and ticket_number = ${ticket}`;
  await dropLedgerConstraints(world).catch(() => undefined);
  await tamper(
    world,
    `insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, hash, holder, order_id, actor, reason, at)
     select event_id, ticket_number, ${entry.version ?? 'version + 1'}, ${literal(entry.kind)}, version,
       ${entry.prevKind === undefined ? 'kind' : literal(entry.prevKind)}, hash, '', ${literal(entry.holder)}::uuid,
       ${literal(entry.orderId)}::uuid, ${literal(entry.actor)}::uuid, ${literal(entry.reason)},
       clock_timestamp() - interval '${entry.secondsAgo ?? 60} seconds'
     from ticket_ledger where ${where} order by version desc limit 1`,
  );
  await rehash(world, ticket);
}

/** Makes a ticket's hashes and its projection fit what its entries say now: the forger's last touch. */
export async function rehash(world: World, ticket: number): Promise<void> {
  const where = `event_id = '${world.eventId}' and ticket_number = ${ticket}`;
  const { rows } = await world.owner.query(
    `select version, kind, holder, order_id, actor, reason, (extract(epoch from at) * 1000000)::bigint::text as micros
     from ticket_ledger where ${where} order by version`,
  );
  const statements: string[] = [];
  let prevHash: Buffer | null = null;
  for (const { version, kind, holder, order_id, actor, reason, micros } of rows) {
    const hash: Buffer = entryHash({
      ...{ eventId: world.eventId, ticket, version, kind, prevHash, holder, actor, reason },
      ...{ orderId: order_id, atMicros: micros },
    });
    const before = prevHash === null ? 'null' : `'\\x${prevHash.toString('hex')}'`;
    statements.push(
      `update ticket_ledger set hash = '\\x${hash.toString('hex')}', prev_hash = ${before} where ${where} and version = ${version}`,
    );
    prevHash = hash;
  }
  await tamper(
    world,
    ...statements,
    `delete from ticket_holders where ${where}`,
    `insert into ticket_holders select event_id, ticket_number, version, kind, hash, holder, order_id
     from ticket_ledger where ${where} order by version desc limit 1`,
  );
}
