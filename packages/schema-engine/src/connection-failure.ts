import type { ConnectionAddress } from './connection-address.ts';
import { KnownError } from './known-error.ts';

/** A refused certificate and a server without TLS: what pg and Node say, in their words. */
const TLS_MESSAGE = /certificate|SSL|TLS/;

/**
 * Says why a connection could not be made, with the code of Prisma's error reference. A refusal by the server that
 * has none (it is starting up, say) stays as it is, with the server's own message.
 */
export function explainConnectionFailure(error: unknown, address: ConnectionAddress): unknown {
  if (!(error instanceof Error)) return error;
  const { host, user, database } = address;
  switch (sqlState(error)) {
    case '28P01':
      return new KnownError(
        'P1000',
        `Authentication failed against database server, the provided database credentials for \`${user}\` are not valid.\n\n` +
          `Please make sure to provide valid database credentials for the database server at \`${host}\`.`,
        error,
      );
    case '28000':
      return new KnownError(
        'P1010',
        `User \`${user}\` was denied access on the database \`${database}\``,
        error,
      );
    case '3D000':
      return new KnownError('P1003', `Database \`${database}\` does not exist`, error);
    case '53300':
      return new KnownError('P2037', `Too many database connections opened: ${error.message}`, error);
    case undefined:
      return explainUnreachable(error, address);
    default:
      return error;
  }
}

function explainUnreachable(error: Error, { host, port }: ConnectionAddress): KnownError {
  if (TLS_MESSAGE.test(error.message)) {
    return new KnownError('P1011', `Error opening a TLS connection: ${error.message}`, error);
  }
  return new KnownError(
    'P1001',
    `Can't reach database server at \`${host}:${port}\`\n\n` +
      `Please make sure your database server is running at \`${host}:${port}\`.`,
    error,
  );
}

/** The five-character code of an error that the server sent; undefined when no server answered. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
