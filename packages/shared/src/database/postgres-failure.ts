/**
 * What an error of the database means to whoever asked, decided here once:
 * `rolledBack`  it lost a dead-lock or a race: nothing happened, and at once again is fine
 * `busy`        it waited too long, for a lock, a connection or its own end: nothing happened, come later
 * `full`        there is no room, on the disk or in memory: nothing happened, and it will be so for a while
 * `away`        the connection or the server went: whether it happened is unknown, ask again by the same key
 * `silent`      no answer at all: unknown as well, and asking at once would only wait again
 */
export type PostgresFailure = 'rolledBack' | 'busy' | 'full' | 'away' | 'silent';

/** By SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const byState: Readonly<Record<string, PostgresFailure>> = {
  '40001': 'rolledBack', // serialization_failure
  '40P01': 'rolledBack', // deadlock_detected
  '55P03': 'busy', // lock_not_available: lock_timeout
  FG003: 'busy', // ours: sales are shut
  '57014': 'busy', // query_canceled: statement_timeout
  '53300': 'busy', // too_many_connections
  '53100': 'full', // disk_full
  '53200': 'full', // out_of_memory
  '53400': 'full', // configuration_limit_exceeded
  '58030': 'full', // io_error
  '57P01': 'away', // admin_shutdown, also pg_terminate_backend
  '57P02': 'away', // crash_shutdown
  '57P03': 'away', // cannot_connect_now: it starts or recovers
  '25006': 'away', // read_only_sql_transaction: this server is a standby now
};
/** Class 08: connection exceptions. */
const connectionStates = '08';

/** Prisma's names for what the driver tells without a SQLSTATE, and the system's own. */
const byCode: Readonly<Record<string, PostgresFailure>> = {
  P1001: 'away',
  P1002: 'away',
  P1017: 'away',
  P2034: 'rolledBack',
  P2037: 'busy',
  P1008: 'silent',
  P2024: 'busy',
  P2028: 'busy',
  ECONNREFUSED: 'away',
  ECONNRESET: 'away',
  EPIPE: 'away',
  ETIMEDOUT: 'silent',
};

/** What Prisma's driver adapter calls it. */
const byKind: Readonly<Record<string, PostgresFailure>> = {
  DatabaseNotReachable: 'away',
  ConnectionClosed: 'away',
  SocketTimeout: 'silent',
  TooManyConnections: 'busy',
  TransactionWriteConflict: 'rolledBack',
};

/** The words of `pg` where it has no code. */
const byWords: readonly (readonly [RegExp, PostgresFailure])[] = [
  [/timeout exceeded when trying to connect/, 'busy'],
  [/Connection terminated|Client has encountered a connection error|Connection ended/, 'away'],
  [/Query read timeout/, 'silent'],
];

interface Cause {
  readonly originalCode?: unknown;
  readonly kind?: unknown;
}

interface Thrown {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: Cause } };
}

/** What Postgres said by its code; undefined when Postgres did not say it. */
export function sqlState(error: unknown): string | undefined {
  const code = ((error ?? {}) as Thrown).meta?.driverAdapterError?.cause?.originalCode;
  return typeof code === 'string' ? code : undefined;
}

/** null: this is no trouble of the store; something else broke. */
export function postgresFailure(error: unknown): PostgresFailure | null {
  const { code, message, meta } = (error ?? {}) as Thrown;
  const { originalCode, kind } = meta?.driverAdapterError?.cause ?? {};
  for (const found of [originalCode, kind, code]) {
    if (typeof found !== 'string') continue;
    const known = byState[found] ?? byKind[found] ?? byCode[found];
    if (known !== undefined) return known;
    if (found.length === 5 && found.startsWith(connectionStates)) return 'away';
  }
  return byWords.find(([words]) => words.test(String(message ?? '')))?.[1] ?? null;
}

/** Pauses before a statement is asked again, in order; more than these are the caller's to try later. Milliseconds. */
const pausesMs = [25, 100, 400];

/**
 * Runs a statement that is safe to run twice, and again when it was rolled back for others' sake or its answer was lost:
 * a connection error says "unknown", and only asking tells. Throws the last error when that stays so.
 */
export async function askAgain<T>(statement: () => Promise<T>): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await statement();
    } catch (error) {
      const failure = postgresFailure(error);
      if (failure !== 'rolledBack' && failure !== 'away') throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())));
    }
  }
  return statement();
}
