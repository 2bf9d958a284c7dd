import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findExecutable } from './find-executable.ts';
import type { RedisBinaries } from './find-redis.ts';

const PACKAGES = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1'] as const;
const APT_TIMEOUT_MS = 120_000;

/**
 * Debian's own packages of the server, unpacked into a folder of the cache without installing anything and without
 * root. apt checks their signatures. Throws with what failed; null where apt does not exist.
 */
export function unpackRedis(
  cacheFolder: string,
  environment: Readonly<Record<string, string>>,
): RedisBinaries | null {
  const root = join(cacheFolder, 'redis');
  if (!existsSync(root)) {
    if (!['apt-get', 'dpkg'].every((name) => findExecutable(name, environment.PATH ?? '') !== null))
      return null;
    mkdirSync(cacheFolder, { recursive: true });
    const unfinished = mkdtempSync(`${root}.`);
    try {
      downloadAndUnpack(unfinished, environment);
      if (!existsSync(root)) renameSync(join(unfinished, 'root'), root);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return {
    server: join(root, 'usr/bin/redis-server'),
    environment: { LD_LIBRARY_PATH: libraryFolders(root).join(':') },
    label: 'redis-server from Debian, unpacked',
  };
}

function downloadAndUnpack(folder: string, environment: Readonly<Record<string, string>>): void {
  for (const name of ['debs', 'lists/partial', 'cache/archives/partial', 'root']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  const debs = join(folder, 'debs');
  // Package lists of its own: those of the system may be missing or old, and only root may refresh them.
  const ownLists = [`Dir::State::Lists=${folder}/lists`, `Dir::Cache=${folder}/cache`, 'Debug::NoLocking=1'];
  if (process.getuid?.() === 0) ownLists.push('APT::Sandbox::User=root');
  const options = ownLists.flatMap((option) => ['-o', option]);
  const run = (command: string, args: readonly string[]): void => {
    const result = spawnSync(command, args, {
      cwd: debs,
      env: { ...environment, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
      encoding: 'utf8',
      timeout: APT_TIMEOUT_MS,
    });
    if (result.status === 0) return;
    throw new Error(
      `${command} ${args.at(0)} failed: ${(result.stderr || result.error?.message || '').trim()}`,
    );
  };
  run('apt-get', ['-q', ...options, 'update']);
  run('apt-get', ['-q', ...options, 'download', ...PACKAGES]);
  for (const deb of readdirSync(debs)) run('dpkg', ['-x', join(debs, deb), join(folder, 'root')]);
}

/** usr/lib/<architecture>, whatever the architecture is called. */
function libraryFolders(root: string): string[] {
  const lib = join(root, 'usr/lib');
  return readdirSync(lib, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.includes('-linux-'))
    .map((entry) => join(lib, entry.name));
}
