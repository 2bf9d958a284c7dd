/** A row that breaks an invariant: enough of its columns to find it. */
export type BrokenRow = Readonly<Record<string, string | number | boolean | null>>;

/**
 * holds: looked at, nothing found. broken: rows break it. idle: there is nothing it could be asked of now. failed: it could
 * not be checked, which is no better than broken.
 */
export type CheckState = 'holds' | 'broken' | 'idle' | 'failed';

export interface CheckReport {
  readonly name: string;
  /** The invariant as a sentence. */
  readonly invariant: string;
  readonly state: CheckState;
  /** How many rows break it. */
  readonly count: number;
  /** The first of them, at most `ROWS_MAX`. */
  readonly rows: readonly BrokenRow[];
  /** Why it is idle or failed. */
  readonly note: string | null;
  readonly durationMs: number;
}

export interface AuditReport {
  /** When the snapshot of the database was taken, by its clock. ISO 8601. */
  readonly at: string;
  readonly durationMs: number;
  /** True only when every check holds or is idle. */
  readonly ok: boolean;
  /** Checks that are broken. */
  readonly broken: number;
  /** Checks that could not be made. */
  readonly failed: number;
  readonly checks: readonly CheckReport[];
}

/** How many rows a check names. */
export const ROWS_MAX = 20;

export function reportOf(at: Date, durationMs: number, checks: readonly CheckReport[]): AuditReport {
  const broken = checks.filter((check) => check.state === 'broken').length;
  const failed = checks.filter((check) => check.state === 'failed').length;
  return { at: at.toISOString(), durationMs, ok: broken + failed === 0, broken, failed, checks };
}
