import { stopSignal } from '@fairgate/launcher/wait-for-stop.ts';
import { Command, InvalidArgumentError } from 'commander';
import { drillLines } from './drill/drill-report.ts';
import { runDrill } from './drill/run-drill.ts';

// npm run drill: exit 0 when nothing was lost and the goals are kept, 1 when not, 2 when it could not be played.

const flags = new Command('drill')
  .description('Sell, destroy the database, restore it, and show what was lost and how long it took')
  .option('--fans <number>', 'how many buy', whole(1, 2_000), 150)
  .option('--tickets <number>', 'how many there are', whole(1, 10_000), 400)
  .option('--seconds <number>', 'how long they buy after the base backup', whole(1, 60), 20)
  .option('--before <number>', 'the earlier moment, in seconds before the disaster', whole(1, 60), 10)
  .option('--json', 'print only the report, as JSON')
  .parse()
  .opts<{ fans: number; tickets: number; seconds: number; before: number; json?: true }>();

const signal = stopSignal();
try {
  const options = {
    ...{ fans: flags.fans, tickets: flags.tickets, sellSeconds: flags.seconds },
    ...{ secondsBefore: flags.before, crashes: true },
  };
  const report = await runDrill(options, flags.json ? () => undefined : console.log, signal);
  console.log(flags.json ? JSON.stringify(report, null, 2) : `\n${drillLines(report).join('\n')}`);
  process.exitCode = report.isRight ? 0 : 1;
} catch (error) {
  if (!signal.aborted) console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(`a whole number from ${min} to ${max}, please.`);
    return value;
  };
}
