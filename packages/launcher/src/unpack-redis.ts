import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findExecutable } from './find-executable.ts';
import type { RedisBinaries } from './find-redis.ts';
import type { Guard } from './guarded-spawn.ts';
import { runToEnd } from './run-to-end.ts';

const PACKAGES = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1'] as const;

/**
 * Debian's own packages of the server, unpacked into a folder of the cache without installing anything and without
 * root. apt checks their signatures. Throws with what failed; null where apt does not exist.
 */
export async function unpackRedis(
  guard: Guard,
  cacheFolder: string,
  environment: Readonly<Record<string, string>>,
): Promise<RedisBinaries | null> {
  const root = join(cacheFolder, 'redis');
  if (!existsSync(root)) {
    if (!['apt-get', 'dpkg'].every((name) => findExecutable(name, environment.PATH ?? '') !== null))
      return null;
    mkdirSync(cacheFolder, { recursive: true });
    const unfinished = mkdtempSync(`${root}.`);
    try {
      await downloadAndUnpack(guard, unfinished, environment);
      if (!existsSync(root)) renameSync(join(unfinished, 'root'), root);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return {
    server: join(root, 'usr/bin/redis-server'),
    environment: { LD_LIBRARY_PATH: libraryFolders(root).join(':') },
    label: 'redis-server (unpacked)',
  };
}

async function downloadAndUnpack(
  guard: Guard,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  for (const name of ['debs', 'lists/partial', 'cache/archives/partial', 'root']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  const debs = join(folder, 'debs');
  // Package lists of its own: those of the system may be missing or old, and only root may refresh them.
  const settings = [`Dir::State::Lists=${folder}/lists`, `Dir::Cache=${folder}/cache`, 'Debug::NoLocking=1'];
  // The user whom apt downloads as cannot write here.
  if (process.getuid?.() === 0) settings.push('APT::Sandbox::User=root');
  const options = settings.flatMap((setting) => ['-o', setting]);
  const run = (command: string, ...args: readonly string[]): Promise<string> => {
    const program = { command, args, folder: debs, environment: { ...environment, LC_ALL: 'C' } };
    return runToEnd(guard, program, `${command} failed`);
  };
  await run('apt-get', '-q', ...options, 'update');
  await run('apt-get', '-q', ...options, 'download', ...PACKAGES);
  for (const deb of readdirSync(debs)) await run('dpkg', '-x', join(debs, deb), join(folder, 'root'));
}

/** usr/lib/<architecture>, whatever the architecture is called. */
function libraryFolders(root: string): string[] {
  const lib = join(root, 'usr/lib');
  return readdirSync(lib, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.includes('-linux-'))
    .map((entry) => join(lib, entry.name));
}
