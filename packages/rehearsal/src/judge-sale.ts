import { runAudit } from '@fairgate/auditor/run-audit.ts';
import { controlLoopbackStripe } from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import pg from 'pg';
import type { Show } from './crowd/fan.ts';
import { findDoubleSales } from './outcome/find-double-sales.ts';
import { judgeDraw } from './outcome/judge-draw.ts';
import { countSold, loadOrders } from './outcome/load-orders.ts';
import { matchMoney } from './outcome/match-money.ts';
import { makeReport, type Report } from './outcome/report.ts';
import { settle } from './outcome/settle.ts';
import type { PlayedSale } from './play-sale.ts';
import type { Progress } from './progress.ts';

/** Where the installation's truth can be looked at, apart from its API. */
export interface Witnesses {
  readonly gatewayUrl: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly stripeSecretKey: string;
  readonly stripeApiUrl: string;
  /** The key that signs checkpoints, as a JWK. */
  readonly signingKey: string;
}

/** Beyond the payment deadline, how long unfinished orders may take to end. */
const graceMs = 60_000;

/** Waits until nothing is under way, asks every witness, and makes the report. */
export async function judgeSale(
  sale: PlayedSale,
  show: Show,
  facts: {
    readonly seed: number;
    readonly fans: number;
    readonly tickets: number;
    readonly paymentSeconds: number;
    readonly cpu: Readonly<Record<string, number>>;
  },
  witnesses: Witnesses,
  progress: Progress,
  signal: AbortSignal,
): Promise<Report> {
  const database = new pg.Client({ connectionString: witnesses.databaseUrl });
  await database.connect();
  try {
    progress.say('Everybody is gone; waiting for the last orders to end');
    const underWay = await settle(database, facts.paymentSeconds * 1000 + graceMs, signal);
    progress.say('Auditing');
    const { databaseUrl, redisUrl, stripeSecretKey, stripeApiUrl, signingKey } = witnesses;
    const audit = await runAudit({
      ...{ databaseUrl, redisUrl, stripeSecretKey, stripeApiUrl },
      signingKeys: [JSON.parse(signingKey)],
    });
    const orders = await loadOrders(database, show.eventId);
    progress.say('Recomputing the draw');
    const draw = await judgeDraw(witnesses.gatewayUrl, show.dropId);
    const { intents } = await controlLoopbackStripe(stripeApiUrl).ledger();
    const inState = (state: string): number => orders.filter((order) => order.state === state).length;
    return makeReport({
      ...facts,
      sold: await countSold(database, show.eventId),
      ordersPaid: inState('PAID'),
      ordersExpired: inState('EXPIRED'),
      opensMs: show.opensMs,
      tally: sale.tally,
      surprises: sale.surprises,
      doubleSales: await findDoubleSales(database, show.eventId, sale.memories),
      mismatches: matchMoney(sale.memories, orders, intents),
      ...{ underWay, audit, draw },
    });
  } finally {
    await database.end();
  }
}
