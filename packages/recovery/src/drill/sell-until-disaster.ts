import { realpathSync, renameSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { processOf, type Stack } from '@fairgate/launcher/stack.ts';
import type { FanMemory, Show } from '@fairgate/rehearsal/crowd/fan.ts';
import { playSale } from '@fairgate/rehearsal/play-sale.ts';
import { silent } from '@fairgate/rehearsal/progress.ts';
import { dropSettings } from '@fairgate/rehearsal/sale-settings.ts';
import { openTokenIssuer } from '@fairgate/rehearsal/stage/issue-tokens.ts';
import { putOnSale } from '@fairgate/rehearsal/stage/put-on-sale.ts';
import { seedAccounts } from '@fairgate/rehearsal/stage/seed-accounts.ts';
import { takeBackup } from '../backup/take-backup.ts';
import { type Act, changeHands } from './change-hands.ts';
import type { DrillGround } from './drill-ground.ts';

export interface DrillOptions {
  readonly fans: number;
  readonly tickets: number;
  /** How long the crowd buys after the base backup is made. */
  readonly sellSeconds: number;
  /** The earlier moment that is restored too; null: only the end. */
  readonly secondsBefore: number | null;
  readonly crashes: boolean;
}

/** What is known of the world when the data folder is gone. */
export interface Disaster {
  readonly at: Date;
  readonly show: Show;
  readonly memories: readonly FanMemory[];
  /** Orders whose buyers were shown that they are paid, or a code of a ticket of theirs. */
  readonly acknowledged: readonly {
    readonly orderId: string;
    readonly accountId: string;
    readonly amountMinor: number;
    readonly tickets: readonly number[];
  }[];
  /** Transfers and refunds that were acknowledged. */
  readonly acts: readonly Act[];
  readonly backupSeconds: number;
}

const patienceMs = 90_000;
const limit = 4;
const buyersBeforeBackup = 1;
const lookEveryMs = 50;
const firstBuyerWithinMs = 60_000;

/** A crowd buys while the base backup is made, and goes on buying until Postgres is killed and its data moved away. */
export async function sellUntilDisaster(
  ground: DrillGround,
  stack: Stack,
  options: DrillOptions,
  signal: AbortSignal,
): Promise<Disaster> {
  const accountIds = await seedAccounts(stack.databaseUrl, options.fans, 'drill.example');
  const settings = dropSettings({ ...options, shopperCap: options.fans, ratePerMinute: 60 * options.fans });
  // Of free orders Stripe has no copy: only the journal brings them back.
  const show = await putOnSale(stack.gatewayUrl, settings, { standingMinor: 0 });
  const tokens = await openTokenIssuer(
    stack.environment.SIGNING_KEY ?? '',
    stack.environment.PUBLIC_URL ?? '',
  );
  const over = new AbortController();
  const crowd = {
    ...{ seed: 1, patienceMs, passwordFans: [], curve: { kind: 'ramp' } as const, tempo: 1, abandoning: 0.5 },
    ...{ limit, lobbySeconds: settings.lobbySeconds, accountIds },
  };
  let ordersPlaced = 0;
  const watched = {
    ...silent,
    follow: (tally: { readonly paidAtMs: readonly number[] }) => void watch(tally),
  };
  const watch = async (tally: { readonly paidAtMs: readonly number[] }): Promise<void> => {
    while (!over.signal.aborted) {
      ordersPlaced = tally.paidAtMs.length;
      await sleep(lookEveryMs);
    }
  };
  const place = { tickets: options.tickets, tokens, gatewayUrls: stack.gatewayUrls };
  const sale = playSale(crowd, show, place, watched, AbortSignal.any([signal, over.signal]));
  try {
    await untilBought(() => ordersPlaced);
    const startedMs = Date.now();
    await takeBackup({
      ownerDatabaseUrl: stack.ownerDatabaseUrl ?? '',
      home: ground.backups,
      secretsFile: stack.home.secretsFile,
    });
    const backupSeconds = seconds(startedMs);
    // From here on, so that neither the accounts nor what they do are in the base backup.
    const hands = changeHands(stack, show, tokens, AbortSignal.any([signal, over.signal]));
    await sleep(options.sellSeconds * 1000, undefined, { signal });
    const at = destroy(stack);
    over.abort();
    const [{ memories: seen }, { acts, touched }] = await Promise.all([sale, hands]);
    await stack.stop();
    const memories = seen.map((memory) => without(memory, touched));
    return { at, show, memories, acts, acknowledged: memories.flatMap(acknowledgedBy), backupSeconds };
  } finally {
    over.abort();
  }
}

async function untilBought(count: () => number): Promise<void> {
  const until = Date.now() + firstBuyerWithinMs;
  while (count() < buyersBeforeBackup) {
    if (Date.now() > until) throw new Error('nobody bought anything within a minute');
    await sleep(lookEveryMs);
  }
}

/** Nothing runs between the kill and the move: the supervisor's next start finds no data. */
function destroy(stack: Stack): Date {
  const folder = realpathSync(`${stack.home.postgres}/data`);
  processOf(stack, 'postgres').kill('SIGKILL');
  const at = new Date();
  renameSync(folder, `${folder}-destroyed`);
  return at;
}

/** What a fan knows of tickets that nobody passed on or gave back. */
function without({ accountId, orders, tickets }: FanMemory, touched: ReadonlySet<number>): FanMemory {
  const untouched = (number: number): boolean => !touched.has(number);
  return {
    accountId,
    orders: orders.map((order) => ({ ...order, tickets: order.tickets.filter(untouched) })),
    tickets: new Set([...tickets].filter(untouched)),
  };
}

function acknowledgedBy({ accountId, orders, tickets }: FanMemory): Disaster['acknowledged'] {
  return orders
    .filter((order) => order.tickets.length > 0)
    .filter((order) => order.state === 'PAID' || order.tickets.some((number) => tickets.has(number)))
    .map(({ orderId, amountMinor, tickets: numbers }) => ({
      orderId,
      accountId,
      amountMinor,
      tickets: numbers,
    }));
}

export function seconds(sinceMs: number): number {
  return Math.round((Date.now() - sinceMs) / 100) / 10;
}
