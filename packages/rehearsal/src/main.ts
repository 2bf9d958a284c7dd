import { stopSignal } from '@fairgate/launcher/wait-for-stop.ts';
import { parseOptions } from './options.ts';
import { reportLines } from './print-report.ts';
import { showProgress, silent } from './progress.ts';
import { rehearse } from './rehearse.ts';

// npm run rehearse -- --fans 5000 --tickets 2000: exit 0 when all is right, 1 when something is wrong, 2 when it could
// not be played.

const signal = stopSignal();
const { json, ...options } = parseOptions(process.argv.slice(2));
try {
  const report = await rehearse(options, json ? silent : showProgress(process.stdout), signal);
  console.log(json ? JSON.stringify(report, null, 2) : reportLines(report).join('\n'));
  process.exitCode = report.isRight ? 0 : 1;
} catch (error) {
  if (!signal.aborted) console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
