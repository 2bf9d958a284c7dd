import { ConfigError } from '../config.ts';

/**
 * Ends a process that could not start. Variables are put right by a person at a terminal, so that is said in readable
 * lines; everything else goes to the log by `logFatal`.
 */
export function tellWhyNotStarted(error: unknown, logFatal: (error: unknown) => void): void {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else logFatal(error);
  process.exitCode = 1;
  setImmediate(() => process.exit());
}
