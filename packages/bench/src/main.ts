import { stopSignal } from '@fairgate/launcher/wait-for-stop.ts';
import { parseOptions } from './options.ts';
import { tableLines } from './print-table.ts';
import { runFigures } from './run-figures.ts';

// npm run bench -- waiting-room: exit 0 when everything was measured, whether or not the aims are met, 1 when something
// broke, 2 on wrong arguments.

const signal = stopSignal();
const { only, scale, json } = parseOptions(process.argv.slice(2));
const say = (sentence: string): void => {
  if (!json) process.stderr.write(`  ${sentence}\n`);
};
try {
  const report = await runFigures(only, { scale, signal, say });
  console.log(json ? JSON.stringify(report, null, 2) : ['', ...tableLines(report)].join('\n'));
  process.exitCode = report.broken.length === 0 ? 0 : 1;
} catch (error) {
  if (!signal.aborted) console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
