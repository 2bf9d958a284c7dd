import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readConfig } from '@fairgate/shared/config.ts';
import { generateClient } from './generate-client.ts';
import { startGuard } from './guarded-spawn.ts';
import { homeFolder } from './home.ts';
import { REPOSITORY } from './repository.ts';
import { type Stack, startStack } from './stack.ts';
import { startOptions } from './start-options.ts';
import { printedSteps, type Steps } from './steps.ts';
import { superviseProcess } from './supervise.ts';
import { untilAborted } from './wait-for-stop.ts';

const DEMO = join(REPOSITORY, 'packages', 'rehearsal', 'src', 'demo.ts');
const DEMO_STOP_GRACE_MS = 2_000;

/**
 * `npm start`: everything, until a signal ends it or a service is given up. Returns the exit code.
 * @param sinceMs when the command was given, before packages were installed; milliseconds since 1970
 */
export async function runStart(
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
  sinceMs: number,
): Promise<number> {
  const steps = printedSteps();
  const { demo } = readConfig('launcher', environment);
  const broken = new AbortController();
  const giveUp = (sentence: string): void => {
    steps.say(sentence);
    broken.abort();
  };
  console.log(`Fairgate starts; its data is in ${nearName(homeFolder(environment))}`);
  const clientGuard = startGuard();
  await generateClient(clientGuard, steps).finally(clientGuard.close);
  const options = startOptions(environment);
  const stack = await startStack({
    ...options,
    ...{ steps, signal, seed: demo, publicBeacon: true },
    supervise: { onRestart: steps.say, onGiveUp: giveUp },
  });
  if (demo) await startDemo(stack, steps);
  console.log(welcome(stack, options.ports?.gateway, ((Date.now() - sinceMs) / 1000).toFixed(1)));
  await untilAborted(AbortSignal.any([signal, broken.signal]));
  console.log('\nStopping.');
  const stoppedAt = performance.now();
  await stack.stop();
  console.log(
    `Everything is stopped (${secondsSince(stoppedAt)} s). The data stays in ${nearName(stack.home.folder)}`,
  );
  return broken.signal.aborted ? 1 : 0;
}

/** The simulated fans are visitors: they may come to an end, and their trouble ends nothing else. */
async function startDemo(stack: Stack, steps: Steps): Promise<void> {
  if (!existsSync(DEMO)) return;
  await superviseProcess(
    stack.guard,
    {
      name: 'demo',
      command: process.execPath,
      args: [DEMO],
      environment: stack.environment,
      folder: REPOSITORY,
      logFile: join(stack.home.logs, 'demo.log'),
      stopSignals: ['SIGTERM', 'SIGKILL'],
      stopGraceMs: DEMO_STOP_GRACE_MS,
      stopStage: 'visitors',
      isReady: () => Promise.resolve(true),
      readyWithinMs: 0,
      onLine: steps.say,
    },
    { mayFinish: true, onRestart: steps.say, onGiveUp: steps.say },
  );
}

/** @param wantedPort where the gateway was to listen; another one was taken when that is busy */
function welcome(stack: Stack, wantedPort: number | undefined, seconds: string): string {
  const isElsewhere = wantedPort !== undefined && Number(new URL(stack.gatewayUrl).port) !== wantedPort;
  const lines = [
    '',
    `Fairgate is ready after ${seconds} s.`,
    '',
    `  The shop        ${stack.gatewayUrl}/${isElsewhere ? `   (port ${wantedPort} is busy)` : ''}`,
    `  The API         ${stack.gatewayUrl}/docs`,
    `  Mails sent      ${stack.gatewayUrl}/dev/mails`,
    `  Logs            ${nearName(stack.home.logs)}/`,
    ...(stack.seedOutput === '' ? [] : ['', ...stack.seedOutput.split('\n').map((line) => `  ${line}`)]),
    '',
    'Ctrl-C stops everything.',
    '',
  ];
  return lines.join('\n');
}

/** As one would type it here. */
function nearName(folder: string): string {
  const near = relative(process.cwd(), folder);
  return near.startsWith('..') ? folder : near || '.';
}

function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}
