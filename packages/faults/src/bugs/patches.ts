import type { CaughtBy, Patch } from './variant.ts';

/** Replaces what a file of the checkout has exactly once. */
export function inFile(path: string, find: string, replace: string): Patch {
  return { kind: 'file', path, find, replace };
}

/** The same in a function of Postgres. */
export function inFunction(name: string, find: string, replace: string): Patch {
  return { kind: 'function', name, find, replace };
}

export function statement(sql: string): Patch {
  return { kind: 'statement', sql };
}

export function scenario(name: string): CaughtBy {
  return { kind: 'scenario', name };
}

export function point(run: string): CaughtBy {
  return { kind: 'point', run };
}
