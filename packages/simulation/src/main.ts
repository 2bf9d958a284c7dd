import { drawPlan } from './history/draw-plan.ts';
import { shrinkHistory } from './history/shrink-history.ts';
import { parseOptions } from './options.ts';
import { failureLines, reportLines } from './run/print-report.ts';
import { plantOf } from './run/run-batch.ts';
import { runSimulation } from './run/run-simulation.ts';
import { World } from './schedule/world.ts';

// npm run simulate -- --histories 100000 --seed 1: exit 0 when no rule was broken, 1 when one was, 2 when it could not be
// played.

const { json, ...options } = parseOptions(process.argv.slice(2));
const progressEvery = 100_000;
let shown = 0;
try {
  const report = await runSimulation(options, (done) => {
    if (json || done - shown < progressEvery) return;
    shown = done - (done % progressEvery);
    console.error(`  … ${shown.toLocaleString('en-US')} histories`);
  });
  const { failure } = report;
  const shrunk =
    failure === null
      ? null
      : shrinkHistory(new World(), drawPlan(failure.seed), plantOf(options.bug), failure.violations[0] ?? '');
  if (json) {
    const { story = [], violations = [] } = shrunk ?? {};
    console.log(
      JSON.stringify(
        { ...report, bug: options.bug, shrunk: shrunk === null ? null : { story, violations } },
        null,
        2,
      ),
    );
  } else {
    console.log(reportLines(report).join('\n'));
    if (failure !== null && shrunk !== null)
      console.log(failureLines(failure.seed, options.bug, shrunk).join('\n'));
  }
  process.exitCode = failure === null ? 0 : 1;
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
