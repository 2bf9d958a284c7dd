import type { ErrorRegistry } from '@prisma/driver-adapter-utils';
import type { ScriptFailure } from './adapter-patches.ts';
import { sqlState } from './connection-failure.ts';
import type { Connector } from './connector.ts';
import { KnownError } from './known-error.ts';

/** What is known beside the error that the engine threw. */
export interface FailureContext {
  readonly panic: string | undefined;
  readonly connector: Pick<Connector, 'connectionFailure' | 'scriptFailure'>;
  readonly registry: Pick<ErrorRegistry, 'consumeError'>;
}

/**
 * The WASM engine says less than the native one: connection failures come without their code, the driver's
 * errors as a number in a registry, and a failed migration without its name and place. This gives them back.
 */
export function explainEngineFailure(
  error: unknown,
  { panic, connector, registry }: FailureContext,
): unknown {
  if (panic !== undefined) return new Error(`Prisma's schema engine panicked: ${panic}`, { cause: error });
  const unconnected = connector.connectionFailure();
  if (unconnected !== undefined) return unconnected;
  if (!(error instanceof Error) || 'code' in error) return error;
  const registered = /External error id#(\d+)/.exec(error.message)?.[1];
  if (registered !== undefined) return registry.consumeError(Number(registered))?.error ?? error;
  const migration = /migration_name="([^"]+)"/.exec(error.message)?.[1];
  const failure = connector.scriptFailure();
  return migration !== undefined && failure !== undefined ? failedMigration(migration, failure) : error;
}

function failedMigration(migration: string, { error, line }: ScriptFailure): KnownError {
  const place = line === undefined ? '' : ` (line ${line} of its script)`;
  const details = [
    'A migration failed to apply. New migrations cannot be applied before the error is recovered from. ' +
      'Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve',
    `Migration name: ${migration}${place}`,
    `Database error code: ${sqlState(error) ?? 'none'}`,
    `Database error:\n${error instanceof Error ? serverWords(error) : String(error)}`,
  ];
  return new KnownError('P3018', details.join('\n\n'), error);
}

/** The message, and what Postgres says beside it. */
function serverWords(error: Error): string {
  const beside = ['detail', 'hint', 'where'].flatMap((field) => {
    const words: unknown = Reflect.get(error, field);
    return typeof words === 'string' ? [`${field.toUpperCase()}: ${words}`] : [];
  });
  return [error.message, ...beside].join('\n');
}
