import { delimiter } from 'node:path';
import { findExecutable } from './find-executable.ts';

/** A Redis or Valkey server that can be run, with what its libraries need. */
export interface RedisBinaries {
  readonly server: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly label: string;
}

const SERVER_NAMES = ['redis-server', 'valkey-server'] as const;
/** Where package managers put servers although the search path of an ordinary user may not name it. */
const USUAL_FOLDERS = [
  '/usr/bin',
  '/usr/sbin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/opt/local/bin',
] as const;

export function findRedis(searchPath: string): RedisBinaries | null {
  const everywhere = [searchPath, ...USUAL_FOLDERS].join(delimiter);
  for (const name of SERVER_NAMES) {
    const server = findExecutable(name, everywhere);
    if (server !== null) return { server, environment: {}, label: name };
  }
  return null;
}
