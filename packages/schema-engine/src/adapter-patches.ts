import { setTimeout as delay } from 'node:timers/promises';
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import type pg from 'pg';

/** The catalog's one-byte type `"char"`, as in pg_constraint.contype. */
const CATALOG_CHAR_OID = 18;
const TEXT_OID = 25;

interface DriverResult {
  readonly rowCount: number | null;
  readonly rows: SqlResultSet['rows'];
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

/** The inside of `@prisma/adapter-pg` 7.10.0 on which the patches rest; its types keep part of it private. */
interface AdapterInside {
  queryRaw(query: SqlQuery): Promise<SqlResultSet>;
  performIO(query: SqlQuery): Promise<DriverResult | readonly DriverResult[]>;
  executeScript(script: string): Promise<void>;
  underlyingDriver(): pg.Pool;
  onError(error: unknown): never;
}

/** Why a script failed, in the words of the driver. */
export interface ScriptFailure {
  readonly error: unknown;
  /** Counted from 1; unknown for errors that belong to no place in the text. */
  readonly line: number | undefined;
}

/**
 * Makes an adapter of `@prisma/adapter-pg` fit for the schema engine, which reads the catalog and runs whole
 * migrations.
 */
export function patchAdapter<A extends SqlDriverAdapter>(
  adapter: A,
  onScriptFailure: (failure: ScriptFailure) => void,
): A {
  const inside = adapter as unknown as AdapterInside;
  patchResults(inside);
  patchScripts(inside, onScriptFailure);
  return adapter;
}

/**
 * Two faults of queries. The adapter refuses columns of type `"char"`, of which the catalog is full (prisma/orm
 * #27403): they are passed through it as text and given their type back behind it. And for several statements in
 * one query pg answers with several results, where the adapter expects one: the last one counts.
 */
function patchResults(inside: AdapterInside): void {
  const performIO = inside.performIO.bind(inside);
  const queryRaw = inside.queryRaw.bind(inside);
  const charColumns = new WeakMap<object, readonly boolean[]>();
  inside.performIO = async (query) => {
    const answer = await performIO(query);
    const result = isSeveral(answer) ? answer.at(-1) : answer;
    if (result === undefined) return { rowCount: 0, rows: [], fields: [] };
    const isChar = result.fields.map((field) => field.dataTypeID === CATALOG_CHAR_OID);
    charColumns.set(result.rows, isChar);
    const fields = result.fields.map(({ name, dataTypeID }, index) => ({
      name,
      dataTypeID: isChar[index] ? TEXT_OID : dataTypeID,
    }));
    return { rowCount: result.rowCount, rows: result.rows, fields };
  };
  inside.queryRaw = async (query) => {
    const result = await queryRaw(query);
    const isChar = charColumns.get(result.rows) ?? [];
    const columnTypes = result.columnTypes.map((type, index) =>
      isChar[index] ? ColumnTypeEnum.Character : type,
    );
    return { ...result, columnTypes };
  };
}

/**
 * The adapter cuts scripts at every `;`, also inside function bodies and strings (prisma/orm #29635). Postgres
 * itself takes a whole script, as one implicit transaction.
 */
function patchScripts(inside: AdapterInside, onScriptFailure: (failure: ScriptFailure) => void): void {
  inside.executeScript = async (script) => {
    try {
      await runGivingWay(inside.underlyingDriver(), script);
    } catch (error) {
      onScriptFailure({ error, line: failedLine(error, script) });
      inside.onError(error);
    }
  };
}

/** What a sale waits behind: all who want the table queue behind a script that waits for its lock. */
const lockWaitMs = 2_000;
const giveWayMs = 1_000;
/** With the waits, three minutes. */
const lockTriesMax = 60;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * A script that does not get a lock soon lets those behind it through and tries again: nothing of it has happened. Not one
 * that commits in its middle, of which something may have.
 */
async function runGivingWay(database: pg.Pool, script: string): Promise<void> {
  const triesMax = /^\s*commit\b/im.test(script) ? 1 : lockTriesMax;
  for (let tries = 1; ; tries += 1) {
    await database.query(`SET lock_timeout = ${lockWaitMs}`);
    try {
      await database.query(script);
      return;
    } catch (error) {
      const isLocked = (error as { code?: unknown }).code === LOCK_NOT_AVAILABLE;
      if (!isLocked || tries >= triesMax) throw error;
      await delay(giveWayMs);
    } finally {
      await database.query('RESET lock_timeout').catch(() => undefined);
    }
  }
}

function isSeveral(answer: DriverResult | readonly DriverResult[]): answer is readonly DriverResult[] {
  return Array.isArray(answer);
}

/** Postgres gives the place as a number of characters from 1. */
function failedLine(error: unknown, script: string): number | undefined {
  if (!(error instanceof Error) || !('position' in error) || typeof error.position !== 'string')
    return undefined;
  const before = Array.from(script).slice(0, Number(error.position) - 1);
  return before.filter((character) => character === '\n').length + 1;
}
