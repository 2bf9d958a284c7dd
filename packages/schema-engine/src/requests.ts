import type {
  CreateMigrationInput,
  DiffParams,
  EvaluateDataLossInput,
  SchemaEngine,
} from '@prisma/schema-engine-wasm/schema_engine_bg';
import { readAddress } from './connection-address.ts';
import { canConnect, createDatabase } from './database-commands.ts';
import type { WithEngine } from './with-engine.ts';

/** Answers one request of the CLI; `print` shows a text on the CLI's own stdout. */
export type Handler = (params: unknown, print: (content: string) => void) => Promise<unknown>;

/** Requests that the engine answers as they are. */
const PLAIN_METHODS = [
  'applyMigrations',
  'dbExecute',
  'devDiagnostic',
  'diagnoseMigrationHistory',
  'introspect',
  'introspectSql',
  'markMigrationApplied',
  'markMigrationRolledBack',
  'reset',
  'schemaPush',
] as const satisfies readonly (keyof SchemaEngine)[];

/** Every request of the Prisma CLI, by the name of its JSON-RPC method. */
export function requestHandlers(
  withEngine: WithEngine,
  databaseUrl: string | undefined,
): ReadonlyMap<string, Handler> {
  const handlers = new Map<string, Handler>();
  for (const method of PLAIN_METHODS) {
    // The CLI and the engine are of one release and agree on the parameters; they only pass through here.
    handlers.set(method, (params) => withEngine<unknown>((engine) => engine[method](params as never)));
  }
  handlers.set('createMigration', (params) => {
    const input = params as CreateMigrationInput;
    return withPrimedEngine(withEngine, input, (engine) => engine.createMigration(input));
  });
  handlers.set('evaluateDataLoss', (params) => {
    const input = params as EvaluateDataLossInput;
    return withPrimedEngine(withEngine, input, (engine) => engine.evaluateDataLoss(input));
  });
  handlers.set('getDatabaseVersion', () => withEngine((engine) => engine.version()));
  handlers.set('ensureConnectionValidity', async () => {
    await canConnect(readAddress(databaseUrl));
    return {};
  });
  handlers.set('createDatabase', async () => ({
    databaseName: await createDatabase(readAddress(databaseUrl)),
  }));
  handlers.set('diff', async (params, print) => {
    const result = await withEngine((engine) => engine.diff(params as DiffParams));
    if (result.stdout !== null) print(result.stdout);
    return { ...result, stdout: null };
  });
  return handlers;
}

/**
 * These two find no way to a shadow database on a fresh engine; `devDiagnostic` gives it one and changes nothing.
 */
function withPrimedEngine<T>(
  withEngine: WithEngine,
  { migrationsList, filters }: CreateMigrationInput | EvaluateDataLossInput,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  return withEngine(async (engine) => {
    await engine.devDiagnostic({ migrationsList, filters });
    return work(engine);
  });
}
