import { startGuard } from './guarded-spawn.ts';
import { homeFolder } from './home.ts';
import { runProgram } from './run-program.ts';
import { runningInstallation } from './running-installation.ts';
import { chosenVariables, inheritedEnvironment } from './service-environment.ts';
import { startStack } from './stack.ts';
import { storesOnly } from './start-options.ts';

/** A base backup is made of a server that runs: that of the data folder, or the one that the variables name. */
export async function runBackup(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const running = runningInstallation(environment);
  const own = running === null ? {} : { ...running.variables, FAIRGATE_HOME: homeFolder(environment) };
  if (running === null && !environment.MIGRATION_DATABASE_URL) {
    throw new Error(
      `Nothing runs on ${homeFolder(environment)}. Start it first (npm start with FAIRGATE_BACKUP_HOME), or name a server of ` +
        'your own with DATABASE_URL and MIGRATION_DATABASE_URL.',
    );
  }
  const guard = startGuard();
  signal.addEventListener('abort', () => void guard.close(), { once: true });
  const variables = { ...inheritedEnvironment(environment), ...own, ...chosenVariables(environment) };
  return runProgram(guard, 'backup', args, variables).finally(guard.close);
}

/** Works on the database that runs; when none does, its stores are started for it, without any service. */
export async function runReplay(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const running = runningInstallation(environment);
  if (running !== null) {
    const guard = startGuard();
    signal.addEventListener('abort', () => void guard.close(), { once: true });
    const variables = {
      ...inheritedEnvironment(environment),
      ...running.variables,
      ...chosenVariables(environment),
    };
    return runProgram(guard, 'replay', args, variables).finally(guard.close);
  }
  const stack = await startStack({ ...storesOnly(environment), signal });
  return runProgram(stack.guard, 'replay', args, stack.environment).finally(stack.stop);
}
