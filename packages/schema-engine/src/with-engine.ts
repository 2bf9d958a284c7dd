import { readFile } from 'node:fs/promises';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { createConnector } from './connector.ts';
import { explainEngineFailure } from './engine-failure.ts';
import { loadEngine } from './load-engine.ts';

/** Does one piece of work with an engine and connections of its own. */
export type WithEngine = <T>(work: (engine: SchemaEngine) => Promise<T>) => Promise<T>;

export interface EngineOptions {
  readonly datamodelPaths: readonly string[];
  readonly databaseUrl: string | undefined;
  /** The engine's log: JSON lines, as the CLI reads them from stderr. */
  readonly log: (line: string) => void;
}

/**
 * Loads the WASM code once and makes a fresh engine per piece of work: an engine loses its way to shadow databases
 * after some of its calls. Its connections are closed in any case, since `free()` leaves them open, and with them
 * the session's advisory lock, for which the next request would wait.
 */
export async function prepareEngine(options: EngineOptions): Promise<WithEngine> {
  let panic: string | undefined;
  const Engine = await loadEngine((message) => {
    panic = message;
  });
  const datamodels = await Promise.all(
    options.datamodelPaths.map(
      async (path): Promise<[string, string]> => [path, await readFile(path, 'utf8')],
    ),
  );
  return async (work) => {
    const connector = createConnector(options.databaseUrl);
    const factory = bindMigrationAwareSqlAdapterFactory(connector.factory);
    try {
      const engine = await Engine.new(
        { datamodels: datamodels.length > 0 ? datamodels : undefined },
        options.log,
        factory,
      );
      try {
        return await work(engine);
      } finally {
        engine.free();
      }
    } catch (error) {
      throw explainEngineFailure(error, { panic, connector, registry: factory.errorRegistry });
    } finally {
      await connector.close();
    }
  };
}
