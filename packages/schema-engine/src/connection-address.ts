import { KnownError } from './known-error.ts';

/** Seconds; Prisma's own default for `connect_timeout`. */
const CONNECT_SECONDS_DEFAULT = 5;
/** Tables live here; the services and their SQL know no other schema. */
export const SCHEMA = 'public';

/** Where a database is, taken apart from a Prisma connection string. */
export interface ConnectionAddress {
  /** The URL as `pg` understands it: without the parameters that only Prisma knows. */
  readonly url: string;
  readonly host: string;
  readonly port: string;
  readonly user: string;
  readonly database: string;
  readonly connectMillisMax: number;
}

/** Throws P1013 for a URL that is missing, malformed, or asks for a schema other than `public`. */
export function readAddress(databaseUrl: string | undefined): ConnectionAddress {
  const url = databaseUrl !== undefined && URL.canParse(databaseUrl) ? new URL(databaseUrl) : undefined;
  if (url === undefined) {
    throw new KnownError(
      'P1013',
      'The database URL is missing or malformed. Example: postgresql://user:password@127.0.0.1:5432/fairgate',
    );
  }
  const schema = url.searchParams.get('schema') ?? SCHEMA;
  if (schema !== SCHEMA) {
    throw new KnownError(
      'P1013',
      `Tables live in the schema \`${SCHEMA}\`; take \`schema=${schema}\` out of the URL.`,
    );
  }
  const connectSeconds = Number(url.searchParams.get('connect_timeout') ?? CONNECT_SECONDS_DEFAULT);
  for (const name of ['schema', 'connect_timeout']) url.searchParams.delete(name);
  const user = decodeURIComponent(url.username);
  return {
    url: url.toString(),
    host: url.searchParams.get('host') ?? url.hostname,
    port: url.port === '' ? '5432' : url.port,
    user,
    database: decodeURIComponent(url.pathname.slice(1)) || user,
    connectMillisMax: connectSeconds * 1000,
  };
}

/** The same server and user, another database. */
export function withDatabase(address: ConnectionAddress, database: string): ConnectionAddress {
  const url = new URL(address.url);
  url.pathname = `/${encodeURIComponent(database)}`;
  return { ...address, url: url.toString(), database };
}
