import { existsSync, readFileSync } from 'node:fs';
import type { Violation } from './violation.ts';

const linesMax = 5;

/**
 * Everything is locked in one order, so none may happen. A crash of Postgres forgets its counters, not its log; without
 * that nothing is known.
 */
export function findDeadlocks(logFile: string): readonly Violation[] {
  const rule = 'no dead-lock';
  if (!existsSync(logFile))
    return [{ rule, sentence: `there is no log of Postgres at ${logFile}`, evidence: [] }];
  const found = readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => line.includes('deadlock detected'));
  if (found.length === 0) return [];
  return [{ rule, sentence: `${found.length} dead-locks (40P01)`, evidence: found.slice(0, linesMax) }];
}
