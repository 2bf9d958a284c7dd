import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '@fairgate/launcher/stack.ts';
import type { Show } from '@fairgate/rehearsal/crowd/fan.ts';
import type { TokenIssuer } from '@fairgate/rehearsal/stage/issue-tokens.ts';
import { createTransferCodes } from '@fairgate/shared/tokens/transfer-code.ts';
import pg from 'pg';

/** What was acknowledged of a ticket after its sale, and what Stripe has no copy of. */
export interface Act {
  readonly kind: 'TRANSFER' | 'REFUND';
  readonly orderId: string;
  readonly ticket: number;
  /** Whose it is since; null after a refund. */
  readonly holder: string | null;
}

export interface ChangedHands {
  readonly acts: readonly Act[];
  /** Tickets with which it was tried, acknowledged or not: they need not be their buyers' any more. */
  readonly touched: ReadonlySet<number>;
}

const pauseMs = 250;
/** Every so many of them is a refund, the others go to somebody who signs up for it. */
const refundEvery = 3;
const requestTimeoutMs = 10_000;

interface Held {
  readonly number: number;
  readonly version: number;
  readonly orderId: string;
  readonly holder: string;
}

/** Until it is over, tickets that were sold go to friends with accounts of their own, or back to the vendor. */
export async function changeHands(
  stack: Stack,
  { eventId }: Show,
  tokens: TokenIssuer,
  over: AbortSignal,
): Promise<ChangedHands> {
  const acts: Act[] = [];
  const touched = new Set<number>();
  const database = new pg.Client({ connectionString: stack.databaseUrl });
  // The database is killed in the end; that fails a query and is nobody's business here.
  database.on('error', () => undefined);
  await database.connect();
  const vendor = await vendorOf(database, eventId);
  const api = openApi(stack.gatewayUrl, tokens);
  const codes = createTransferCodes(Buffer.from(stack.environment.ENCRYPTION_KEY ?? '', 'base64url'));
  try {
    for (let turn = 1; !over.aborted; turn += 1) {
      const gives = turn % refundEvery === 0;
      const held = await findHeld(database, eventId, [...touched], gives).catch(() => null);
      if (held !== null) {
        touched.add(held.number);
        const act = gives ? giveBack(api, eventId, held, vendor) : passOn(api, eventId, held, codes.codeOf);
        const done = await act.catch(() => null);
        if (done !== null) acts.push(done);
      }
      await sleep(pauseMs, undefined, { signal: over }).catch(() => undefined);
    }
  } finally {
    await database.end().catch(() => undefined);
  }
  return { acts, touched };
}

async function vendorOf(database: pg.Client, eventId: string): Promise<string> {
  const { rows } = await database.query<{ id: string }>(
    `select m.user_id as id from vendor_members m join events e on e.vendor_id = m.vendor_id
     where e.id = $1 and m.role = 'owner' limit 1`,
    [eventId],
  );
  if (rows[0] === undefined) throw new Error(`event ${eventId} has no owner`);
  return rows[0].id;
}

/**
 * A ticket that is its buyer's, and was told to be. `alone`: the only one of its order, which then ends; an order that keeps
 * others would seem to own a ticket that is sold anew.
 */
async function findHeld(
  database: pg.Client,
  eventId: string,
  touched: readonly number[],
  alone: boolean,
): Promise<Held | null> {
  const { rows } = await database.query<Held>(
    `select h.ticket_number as number, h.version, h.order_id as "orderId", h.holder
     from ticket_holders h join orders o on o.event_id = h.event_id and o.id = h.order_id
     where h.event_id = $1 and h.kind = 'SALE' and o.state = 'PAID' and is_journaled(o.event_id, o.id)
       and h.ticket_number <> all ($2::int[]) and (o.ticket_count = 1 or not $3)
     order by random() limit 1`,
    [eventId, touched, alone],
  );
  return rows[0] ?? null;
}

/** Posts as an account, or as nobody; null: it was refused. */
type Api = <T>(
  path: string,
  body: object,
  accountId: string | null,
  headers?: Readonly<Record<string, string>>,
) => Promise<T | null>;

function openApi(gatewayUrl: string, tokens: TokenIssuer): Api {
  return async <T>(
    path: string,
    body: object,
    accountId: string | null,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<T | null> => {
    const token = accountId === null ? null : tokens.issueFor(accountId);
    await token?.fresh();
    const answer = await fetch(`${gatewayUrl}${path}`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', ...headers },
        ...(token !== null && { authorization: `Bearer ${token.value()}` }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    const said = (await answer.json()) as T;
    return answer.ok ? said : null;
  };
}

async function passOn(
  api: Api,
  eventId: string,
  { number, version, orderId, holder }: Held,
  codeOf: (transferId: string) => string,
): Promise<Act | null> {
  const email = `friend-${randomUUID()}@drill.example`;
  const person = { email, password: randomUUID(), name: 'Friend' };
  // Each comes from an address of its own, as far as the gateway's limits go.
  const from = { 'x-forwarded-for': `10.${(number >> 8) & 255}.${number & 255}.1` };
  const friend = await api<{ account: { id: string } }>('/v1/accounts', person, null, from);
  const offered = await api<{ transferId: string }>(
    `/v1/events/${eventId}/tickets/${number}/transfers`,
    { toEmail: email },
    holder,
    { 'idempotency-key': randomUUID(), 'if-match': `"v${version}"` },
  );
  if (friend === null || offered === null) return null;
  const { transferId } = offered;
  const proof = { code: codeOf(transferId) };
  const taken = await api(`/v1/transfers/${transferId}/acceptance`, proof, friend.account.id);
  return taken === null ? null : { kind: 'TRANSFER', orderId, ticket: number, holder: friend.account.id };
}

async function giveBack(
  api: Api,
  eventId: string,
  { number, orderId }: Held,
  vendor: string,
): Promise<Act | null> {
  const wish = { tickets: [number], reason: 'asked for' };
  const given = await api(`/v1/events/${eventId}/orders/${orderId}/refunds`, wish, vendor, {
    'idempotency-key': randomUUID(),
  });
  return given === null ? null : { kind: 'REFUND', orderId, ticket: number, holder: null };
}
