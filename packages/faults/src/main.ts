import { stopSignal } from '@fairgate/launcher/wait-for-stop.ts';
import { variants } from './bugs/variants.ts';
import { parseOptions } from './options.ts';
import { printed, silent } from './progress.ts';
import { reportLines } from './report.ts';
import { runFaults } from './run-faults.ts';

// npm run faults: exit 0 when nothing is wrong (or every planted bug was caught), 1 when something is, 2 when it could
// not be run.

const signal = stopSignal();
const options = parseOptions(process.argv.slice(2), Object.keys(variants));
const progress = options.json ? silent : printed((text) => void process.stdout.write(text));
try {
  const report = await runFaults(options, progress, signal);
  console.log(options.json ? JSON.stringify(report, null, 2) : reportLines(report).join('\n'));
  process.exitCode = report.isRight ? 0 : 1;
} catch (error) {
  if (!signal.aborted) console.error(`\n${error instanceof Error ? error.stack : error}`);
  process.exitCode = 2;
}
