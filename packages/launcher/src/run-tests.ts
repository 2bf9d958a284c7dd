import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './find-chromium.ts';
import { generateClient } from './generate-client.ts';
import { type Guard, startGuard } from './guarded-spawn.ts';
import { REPOSITORY } from './repository.ts';
import { runToEnd, runVisibly } from './run-to-end.ts';
import { inheritedEnvironment } from './service-environment.ts';
import { printedSteps, type Steps } from './steps.ts';
import { addUp, type TestTotals, type VitestReport } from './test-totals.ts';

const PROJECTS = ['unit', 'stores', 'flows', 'browser'] as const;
const CHECKS = ['types', 'lint', 'imports'] as const;
const IMPORT_RULES = join(REPOSITORY, 'packages', 'import-rules', 'src', 'check.ts');
const BROWSER_TESTS = join(REPOSITORY, 'tests', 'browser');
/** The schema of the project's settings is read from node_modules; only our own files are checked. */
const MODULES = join(REPOSITORY, 'node_modules');

/** `npm test`: the checks in order, then all tests. Arguments narrow it: names of checks and projects, or file names. */
export async function runTests(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const guard = startGuard();
  signal.addEventListener('abort', () => void guard.close(), { once: true });
  const steps = printedSteps();
  const narrowed = choose(args);
  let totals: TestTotals = { passed: 0, failed: 0 };
  try {
    await generateClient(guard, steps);
    for (const check of narrowed.checks)
      await runCheck(guard, steps, check, inheritedEnvironment(environment));
    if (narrowed.projects.length > 0) totals = await runVitest(guard, steps, narrowed, environment);
  } catch (error) {
    console.error(`\n${(error as Error).message}\n`);
    totals = { ...totals, failed: totals.failed + 1 };
  } finally {
    await guard.close();
  }
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  return totals.failed === 0 && !signal.aborted ? 0 : 1;
}

interface Chosen {
  readonly checks: readonly (typeof CHECKS)[number][];
  readonly projects: readonly (typeof PROJECTS)[number][];
  /** For vitest: parts of file names, options. */
  readonly rest: readonly string[];
}

/** Without arguments everything; a file name alone asks for tests of any project and for no checks. */
function choose(args: readonly string[]): Chosen {
  const checks = CHECKS.filter((name) => args.includes(name));
  const projects = PROJECTS.filter((name) => args.includes(name));
  const rest = args.filter((arg) => ![...CHECKS, ...PROJECTS].some((name) => name === arg));
  if (args.length === 0) return { checks: CHECKS, projects: PROJECTS, rest };
  return { checks, projects: projects.length === 0 && rest.length > 0 ? PROJECTS : projects, rest };
}

async function runCheck(
  guard: Guard,
  steps: Steps,
  check: (typeof CHECKS)[number],
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const run = async (title: string, command: string, ...args: readonly string[]): Promise<void> => {
    const program = { command, args, folder: REPOSITORY, environment };
    await steps.run(title, () => runToEnd(guard, program, `${title}: failed`));
  };
  if (check === 'types') await run('Types (tsc)', join(MODULES, '.bin', 'tsc'), '-p', 'tsconfig.json');
  if (check === 'lint')
    await run('Format and lint (biome)', join(MODULES, '.bin', 'biome'), 'ci', '--colors=off', '.');
  if (check === 'imports') {
    if (existsSync(IMPORT_RULES)) await run('Import rules', process.execPath, IMPORT_RULES);
    else steps.say('Import rules are skipped: packages/import-rules/src/check.ts is not written yet');
  }
}

async function runVitest(
  guard: Guard,
  steps: Steps,
  chosen: Chosen,
  environment: Readonly<Record<string, string>>,
): Promise<TestTotals> {
  const projects = chosen.projects.filter((name) => name !== 'browser' || hasTests(BROWSER_TESTS));
  const chromium = projects.includes('browser') ? await ensureChromium(guard, steps, environment) : null;
  const folder = mkdtempSync(join(tmpdir(), 'fairgate-report-'));
  await guard.removeAtEnd(folder);
  const report = join(folder, 'report.json');
  const vitest = join(MODULES, 'vitest', 'vitest.mjs');
  const selected = projects.flatMap((name) => ['--project', name]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await steps.run(`Tests (vitest: ${projects.join(', ')})`, () =>
    runVisibly(guard, {
      command: process.execPath,
      args: [vitest, 'run', ...selected, ...reporters, ...chosen.rest],
      folder: REPOSITORY,
      environment: {
        ...inheritedEnvironment(environment),
        ...(chromium !== null && { CHROMIUM_PATH: chromium }),
      },
    }),
  );
  const parsed = existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as VitestReport) : null;
  rmSync(folder, { recursive: true, force: true });
  return addUp(parsed, code);
}

function hasTests(folder: string): boolean {
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.test.ts'))
  );
}
