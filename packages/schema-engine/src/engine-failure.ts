import type { ErrorRegistry } from '@prisma/driver-adapter-utils';
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
  return migration !== undefined && failure instanceof Error ? failedMigration(migration, failure) : error;
}

function failedMigration(migration: string, failure: Error): KnownError {
  const details = [
    'A migration failed to apply. New migrations cannot be applied before the error is recovered from. ' +
      'Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve',
    `Migration name: ${migration}`,
    `Database error code: ${sqlState(failure) ?? 'none'}`,
    `Database error:\n${failure.message}${detail(failure, 'detail')}${detail(failure, 'hint')}${detail(failure, 'where')}`,
    ...('position' in failure && failure.position !== undefined
      ? [`Character of the script: ${failure.position}`]
      : []),
  ];
  return new KnownError('P3018', details.join('\n\n'), failure);
}

function detail(failure: object, field: string): string {
  const value: unknown = Reflect.get(failure, field);
  return typeof value === 'string' ? `\n${field.toUpperCase()}: ${value}` : '';
}
