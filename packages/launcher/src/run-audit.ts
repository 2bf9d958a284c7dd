import { startGuard } from './guarded-spawn.ts';
import { runProgram } from './run-program.ts';
import { runningInstallation } from './running-installation.ts';
import { inheritedEnvironment } from './service-environment.ts';
import { startStack } from './stack.ts';
import { storesOnly } from './start-options.ts';

/** Compares a day's books of the running installation with Stripe's. */
export async function runReconciliation(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  return runOnInstallation('reconcile', args, environment, signal);
}

/** Audits the running installation of the data folder; when none runs, its stores are started for the audit. */
export async function runAudit(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  return runOnInstallation('audit', args, environment, signal);
}

async function runOnInstallation(
  program: 'audit' | 'reconcile',
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const running = runningInstallation(environment);
  if (running !== null) {
    const guard = startGuard();
    signal.addEventListener('abort', () => void guard.close(), { once: true });
    const variables = { ...inheritedEnvironment(environment), ...running.variables };
    return runProgram(guard, program, args, variables).finally(guard.close);
  }
  const stack = await startStack({ ...storesOnly(environment), signal });
  return runProgram(stack.guard, program, args, stack.environment).finally(stack.stop);
}
