/** The one file that reads the environment. What there is to read stands in config-variables.ts. */
import type { ProcessName, Variable } from './config-variable.ts';
import { VARIABLES } from './config-variables.ts';

type Variables = typeof VARIABLES;

/** What one process reads, by the keys of the table. */
export type ConfigOf<P extends ProcessName> = {
  readonly [K in keyof Variables as P extends Variables[K]['usedBy'][number] ? K : never]: ReturnType<
    Variables[K]['parse']
  >;
};

export type GatewayConfig = ConfigOf<'gateway'>;
export type QueueWorkerConfig = ConfigOf<'queue-worker'>;
export type PaymentsWorkerConfig = ConfigOf<'payments-worker'>;

/** The boot stops with it; its message lists every fault at once, each with an example. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';
  readonly variables: readonly string[];

  constructor(processName: string, faults: readonly { readonly name: string; readonly sentence: string }[]) {
    const count = faults.length === 1 ? 'one environment variable' : `${faults.length} environment variables`;
    super(
      [
        `${processName} cannot start: ${count} must be put right.`,
        ...faults.map((fault) => fault.sentence),
      ].join('\n'),
    );
    this.name = 'ConfigError';
    this.variables = faults.map((fault) => fault.name);
  }
}

/** Reads what the process needs; throws a ConfigError with all faults. An empty variable counts as not set. */
export function readConfig<P extends ProcessName>(
  processName: P,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ConfigOf<P> {
  const entries = tableEntries().filter(([, declared]) => declared.usedBy.includes(processName));
  return readEntries(processName, entries, environment) as ConfigOf<P>;
}

/** Checks every variable of the table that is set, whoever uses it; throws a ConfigError with all faults. */
export function checkVariables(
  checker: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): void {
  readEntries(
    checker,
    tableEntries().filter(([, declared]) => environment[declared.name]),
    environment,
  );
}

type AnyVariable = Variable<unknown, ProcessName>;

function tableEntries(): readonly [string, AnyVariable][] {
  return Object.entries<AnyVariable>(VARIABLES);
}

function readEntries(
  reader: string,
  entries: readonly [string, AnyVariable][],
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const faults: { name: string; sentence: string }[] = [];
  for (const [key, declared] of entries) {
    try {
      values[key] = declared.parse(environment[declared.name] || orThrow(declared.fallback));
    } catch (error) {
      faults.push({ name: declared.name, sentence: faultSentence(declared, (error as Error).message) });
    }
  }
  if (faults.length > 0) throw new ConfigError(reader, faults);
  return values;
}

function orThrow(fallback: string | undefined): string {
  if (fallback === undefined) throw new Error('is not set');
  return fallback;
}

function faultSentence(declared: AnyVariable, what: string): string {
  return `  ${declared.name} ${what} (${declared.meaning}). Example: ${declared.name}=${declared.example}`;
}

/** The environment as it is, for programs that start other programs. */
export function environmentVariables(): Readonly<Record<string, string>> {
  return process.env as Record<string, string>;
}
