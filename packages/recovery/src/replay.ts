import { readConfig } from '@fairgate/shared/config.ts';
import { connectDatabase } from '@fairgate/shared/database/client.ts';
import { openSales, shutSales } from '@fairgate/shared/database/recovery-state.ts';
import { switchJournal } from '@fairgate/shared/database/sale-journal.ts';
import { connectStripe } from '@fairgate/shared/payments/connect-stripe.ts';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type ReplayReport, runReplay } from './replay/run-replay.ts';

// npm run replay [-- --since <time>]: exit 1 when something is left for a person, 2 when it could not be done.

const flags = new Command('replay')
  .description(
    'Tell a restored database what it has lost, from the sale journal and from Stripe, then open sales',
  )
  .option('--journal <folder>', 'the sale journal; FAIRGATE_JOURNAL when not said')
  .option(
    '--since <time>',
    'from when on something may be missing; the restored moment when not said',
    moment,
  )
  .option('--keep-shut', 'leave sales shut at the end')
  .option('--stripe-alone', 'go on without the journal that this database wrote')
  .option('--json', 'print only the report, as JSON')
  .addOption(new Option('--sales <switch>', 'nothing but shut or open sales').choices(['shut', 'open']))
  .addOption(new Option('--without-journal', 'acknowledge from now on without a journal'))
  .parse()
  .opts<{
    journal?: string;
    since?: Date;
    keepShut?: true;
    stripeAlone?: true;
    json?: true;
    sales?: 'shut' | 'open';
    withoutJournal?: true;
  }>();

const config = readConfig('recovery');
const database = connectDatabase(config.databaseUrl, 'replay', 2);
try {
  process.exitCode = await work();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
} finally {
  await database.$disconnect();
}

async function work(): Promise<number> {
  if (flags.withoutJournal) {
    await switchJournal(database, false);
    console.log(
      'The journal is off: sales are acknowledged without it. A worker with FAIRGATE_JOURNAL switches it on again.',
    );
    return 0;
  }
  if (flags.sales !== undefined) {
    await (flags.sales === 'open' ? openSales(database) : shutSales(database, 'shut by operations'));
    console.log(
      flags.sales === 'open' ? 'Sales are open.' : 'Sales are shut: nobody comes in, holds or orders.',
    );
    return 0;
  }
  const folder = flags.journal ?? config.journal;
  const report = await runReplay({
    database,
    stripe: connectStripe(config.stripeSecretKey, config.stripeApiUrl, () => Promise.resolve()),
    journal: folder === '' ? null : folder,
    since: flags.since,
    keepShut: flags.keepShut === true,
    stripeAlone: flags.stripeAlone === true,
  });
  console.log(flags.json ? JSON.stringify(report, null, 2) : sentences(report).join('\n'));
  return report.open.length === 0 ? 0 : 1;
}

function sentences({ since, journal, stripe, quotasCorrected, salesOpen, open }: ReplayReport): string[] {
  const counts = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .map(([outcome, count]) => `${count} ${outcome}`)
      .join(', ') || 'none';
  return [
    `Replayed since ${since}`,
    journal === null
      ? 'Journal: none'
      : `Journal: ${journal.lines} lines in ${journal.files} files; orders: ${counts(journal.orders)}; entries: ${counts(journal.entries)}; rows: ${journal.rows}`,
    ...(journal?.unreadable ?? []).map((place) => `  not readable: ${place}`),
    `Stripe: ${stripe.intents} intents; orders: ${counts(stripe.orders)}; unpaid intents ended: ${stripe.cancelled}`,
    `Quotas put right: ${quotasCorrected}`,
    ...open.map((sentence) => `  to look at: ${sentence}`),
    salesOpen ? 'Sales are open.' : 'Sales are still shut (npm run run -- sales open).',
  ];
}

function moment(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('a time such as 2026-11-25T20:15:00Z.');
  return at;
}
