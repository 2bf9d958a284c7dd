import { startGuard } from './guarded-spawn.ts';
import { runProgram } from './run-program.ts';
import { runningInstallation } from './running-installation.ts';
import { inheritedEnvironment } from './service-environment.ts';

/** Asks the gateway that --url names, or else that of the running installation, whose beacon is then believed too. */
export async function runCheckDraw(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const guard = startGuard();
  signal.addEventListener('abort', () => void guard.close(), { once: true });
  const own = args.some((arg) => /^--url(=|$)/.test(arg)) ? [] : ofTheInstallation(environment);
  return runProgram(guard, 'check-draw', [...own, ...args], inheritedEnvironment(environment)).finally(
    guard.close,
  );
}

/** As options before those that were given, which win over them. */
function ofTheInstallation(environment: Readonly<Record<string, string>>): readonly string[] {
  const running = runningInstallation(environment);
  if (running === null) return [];
  const chain = running.variables.BEACON_CHAIN ?? '';
  return ['--url', running.gatewayUrl, ...(chain === '' ? [] : ['--chain', chain])];
}
