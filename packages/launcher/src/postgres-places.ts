import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { PostgresBinaries } from './find-postgres.ts';
import type { Account } from './postgres-account.ts';

const OUTSIDE_ROOTS = ['/var/lib/fairgate', '/var/tmp/fairgate'] as const;

/** Binaries that the account can run: these, or a copy outside of a private folder. */
export function reachableBinaries(
  binaries: PostgresBinaries,
  account: Account | null,
  notice: (sentence: string) => void,
): PostgresBinaries {
  if (account === null || canReach(join(binaries.bin, 'postgres'), account)) return binaries;
  if (!binaries.relocatable) throw new Error(`${binaries.bin} cannot be reached by the user ${account.name}`);
  const outside = outsideRoot(account);
  const root = join(outside, `postgres-${binaries.label}-${process.arch}`);
  if (!existsSync(root)) {
    const unfinished = mkdtempSync(`${root}.`);
    cpSync(binaries.root, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
    renameSync(join(unfinished, 'native'), root);
    rmdirSync(unfinished);
    notice(`the user ${account.name} cannot reach ${binaries.root}; Postgres runs from a copy in ${root}`);
  }
  return { ...binaries, root, bin: join(root, 'bin') };
}

/**
 * Makes the folder for the database and gives it to the account. When the account cannot reach it (a checkout under a
 * private home), the data lies outside and the folder is a symbolic link to it. Returns the real folder.
 */
export function reachableDataFolder(
  folder: string,
  account: Account | null,
  notice: (sentence: string) => void,
): string {
  if (account === null) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }
  if (existsSync(folder)) return realpathSync(folder);
  mkdirSync(dirname(folder), { recursive: true });
  if (canReach(dirname(folder), account)) {
    mkdirSync(folder, { mode: 0o700 });
    chownSync(folder, account.uid, account.gid);
    return folder;
  }
  const parent = join(outsideRoot(account), shortHash(folder));
  mkdirSync(parent, { recursive: true, mode: 0o755 });
  // A folder of an earlier checkout at the same path would have another password.
  const place = join(parent, `${basename(folder)}-${randomUUID().slice(0, 8)}`);
  mkdirSync(place, { mode: 0o700 });
  chownSync(place, account.uid, account.gid);
  symlinkSync(place, folder);
  notice(`the user ${account.name} cannot reach ${dirname(folder)}; the database lies in ${place}`);
  return place;
}

function canReach(path: string, account: Account): boolean {
  const { uid, gid } = account;
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { uid, gid, cwd: '/' }).status === 0;
}

function outsideRoot(account: Account): string {
  for (const root of OUTSIDE_ROOTS) {
    try {
      mkdirSync(root, { recursive: true, mode: 0o755 });
      // In a place where everybody may write, the folder could be somebody else's.
      if (statSync(root).uid === 0 && canReach(root, account)) return root;
    } catch {
      // A read-only place; the next one may do.
    }
  }
  throw new Error(
    `the user ${account.name} can reach none of ${OUTSIDE_ROOTS.join(', ')}: run as an ordinary user`,
  );
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
