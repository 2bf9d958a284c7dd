import type { Parse } from './config-parsers.ts';

/** The three services, and the programs that start them, look at what they made, or fill it. */
export type ProcessName =
  | 'gateway'
  | 'queue-worker'
  | 'payments-worker'
  | 'auditor'
  | 'reconciliation'
  | 'seed'
  | 'demo'
  | 'migration'
  | 'recovery'
  | 'launcher';

export interface Variable<T, P extends ProcessName> {
  readonly name: string;
  readonly meaning: string;
  readonly example: string;
  readonly usedBy: readonly P[];
  readonly parse: Parse<T>;
  /** Taken when the variable is not set; a variable without it is required. */
  readonly fallback?: string;
}
