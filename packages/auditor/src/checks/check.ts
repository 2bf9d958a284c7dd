import type { FreshDatabase, Snapshot } from '../database/open-database.ts';
import type { CheckpointKey } from '../ledger/checkpoint-keys.ts';
import type { RedisView } from '../redis/open-redis.ts';
import { type BrokenRow, ROWS_MAX } from '../report.ts';
import type { MoneyFaults } from '../stripe/judge-orders.ts';

/** Where the checks look. Each store is opened once; what is costly is read when a check first asks for it. */
export interface AuditSources {
  /** Everything as it was at one instant. */
  readonly snapshot: Snapshot;
  /** As it is now, for a second look at what seemed broken while the sale went on. */
  readonly fresh: FreshDatabase;
  readonly redis: RedisView;
  /** Null when no key that could have signed a checkpoint is known. */
  readonly checkpointKeys: () => Promise<readonly CheckpointKey[] | null>;
  readonly money: () => Promise<MoneyFaults>;
  /** How long a sold mark may lag the ledger. Seconds. */
  readonly markLagSecondsMax: number;
}

/** What a check found; nothing is broken when the count is 0. `idle` says why there was nothing to look at. */
export interface Findings {
  readonly count: number;
  readonly rows: readonly BrokenRow[];
  readonly idle?: string;
}

export interface Check {
  /** `section.invariant`; stable, for programs that read the report. */
  readonly name: string;
  /** The invariant as a sentence. */
  readonly invariant: string;
  readonly find: (sources: AuditSources) => Promise<Findings>;
}

/** A check that is one statement: it selects the rows that break the invariant. */
export function sqlCheck(
  name: string,
  invariant: string,
  statement: string,
  values: readonly unknown[] = [],
): Check {
  return { name, invariant, find: ({ snapshot }) => countBroken(snapshot, statement, values) };
}

/** All broken rows are counted, the first ones returned. */
async function countBroken(
  snapshot: Snapshot,
  statement: string,
  values: readonly unknown[],
): Promise<Findings> {
  const rows = await snapshot.query<BrokenRow & { broken_count: number }>(
    `select *, (count(*) over ())::int as broken_count from (${statement}) as broken limit ${ROWS_MAX}`,
    values,
  );
  return {
    count: rows[0]?.broken_count ?? 0,
    rows: rows.map(({ broken_count: _, ...row }) => row),
  };
}

/** Collects broken rows one at a time and keeps the first ones. */
export class Collector {
  #count = 0;
  readonly #rows: BrokenRow[] = [];

  add(row: BrokenRow): void {
    this.#count += 1;
    if (this.#rows.length < ROWS_MAX) this.#rows.push(row);
  }

  get findings(): Findings {
    return { count: this.#count, rows: this.#rows };
  }
}
