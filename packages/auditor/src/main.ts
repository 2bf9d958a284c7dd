import { parseArgs } from 'node:util';
import { ConfigError } from '@fairgate/shared/config.ts';
import { endWhenUnread } from './end-when-unread.ts';
import { checkLines, summaryLine } from './print-report.ts';
import { readConnections } from './read-connections.ts';
import { runAudit } from './run-audit.ts';

const USAGE = `Checks every invariant of a Fairgate installation against its database, its Redis and Stripe.

npm run audit [-- --json]

  --json   the whole report as one JSON document
  --help   this text

Exit 0: all hold. 1: an invariant is broken or could not be checked, and the rows are named. 2: it could not begin.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const connections = readConnections();
  const asJson = values.json === true;
  const report = await runAudit(connections, (check) => {
    if (!asJson) process.stdout.write(`${checkLines(check)}\n`);
  });
  process.stdout.write(asJson ? `${JSON.stringify(report, null, 2)}\n` : `\n${summaryLine(report)}\n`);
  return report.ok ? 0 : 1;
}

endWhenUnread();
try {
  process.exitCode = await main();
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(error instanceof ConfigError ? `${why}\n` : `The audit could not begin: ${why}\n`);
  process.exitCode = 2;
}
