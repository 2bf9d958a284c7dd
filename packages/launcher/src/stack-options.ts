import type { StripeAccess } from './service-environment.ts';
import type { ServiceName } from './start-services.ts';
import type { GivenStores } from './start-stores.ts';
import type { Steps } from './steps.ts';
import type { SuperviseOptions } from './supervise.ts';
import type { WalArchive } from './wal-archive.ts';

export interface StackPorts {
  readonly gateway: number;
  readonly postgres: number;
  readonly redis: number;
  readonly stripe: number;
}

export interface StackOptions {
  /** Data folder, resumed from; without it a temporary one that is removed at the end, even after a kill -9. */
  readonly home?: string;
  /** How many processes of each service; one when not said. 0 is possible. */
  readonly services?: { readonly [K in ServiceName]?: number };
  /** False: FAIRGATE_QUEUES=off, the sweepers alone finish every order. */
  readonly queues?: boolean;
  /** Whether draws may ask the public beacon; false when not said: only what is lived in talks to the world. */
  readonly publicBeacon?: boolean;
  /** Further variables of the services; they win over those that the stack makes. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether Postgres waits for the disk; false when not said. */
  readonly fsync?: boolean;
  /** Where our own Postgres archives its write-ahead log; it archives nothing when not said. */
  readonly archive?: WalArchive | undefined;
  /** Preferred ports; any free ones when not said. */
  readonly ports?: StackPorts;
  /** Stores and a Stripe that somebody else runs. */
  readonly given?: GivenStores & { readonly stripe?: StripeAccess | undefined };
  /** Fills the database with the demo's vendor, accounts and arena before the services start. */
  readonly seed?: boolean;
  readonly steps?: Steps;
  readonly supervise?: SuperviseOptions;
  /** Aborting stops a start that is under way. */
  readonly signal?: AbortSignal;
}

export interface StackFacts {
  /** Null when only the services' own role was given. */
  readonly ownerDatabaseUrl: string | null;
  /** As `fairgate_app`, the role of the services. */
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly stripe: StripeAccess;
  /** The first gateway; all of them are in `gatewayUrls`. */
  readonly gatewayUrl: string;
  readonly gatewayUrls: readonly string[];
  /** What the seed had to say: the demo's sign-ins; empty when nothing was seeded. */
  readonly seedOutput: string;
  /** What every service is started with, without its port; enough for `readConfig` of the looking programs. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What a running installation leaves in its data folder for the commands that look at it. */
export interface RunningInstallation {
  readonly gatewayUrl: string;
  /** The declared variables only, the owner's database among them. */
  readonly variables: Readonly<Record<string, string>>;
}
