import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { PostgresBinaries } from './find-postgres.ts';

/** Postgres refuses to run as root; this is who runs it then. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

const ACCOUNT_NAMES = ['postgres', 'nobody'] as const;
const OUTSIDE_ROOTS = ['/var/lib/fairgate', '/var/tmp/fairgate'] as const;

/** Null for an ordinary user, who runs Postgres in person. A database that exists stays with its owner. */
export function postgresAccount(dataFolder: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  if (existsSync(dataFolder)) {
    const { uid, gid } = statSync(dataFolder);
    if (uid !== 0) return { uid, gid, name: `with number ${uid}` };
  }
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ACCOUNT_NAMES) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]), name };
  }
  throw new Error(
    `Postgres does not run as root, and none of the users ${ACCOUNT_NAMES.join(', ')} exists here. ` +
      'Run the command as an ordinary user, or create one: useradd --system postgres',
  );
}

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
    spawnSync('rmdir', [unfinished]);
  }
  notice(`the user ${account.name} cannot reach ${binaries.root}; Postgres runs from a copy in ${root}`);
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
  const place = join(
    outsideRoot(account),
    shortHash(folder),
    `${basename(folder)}-${randomUUID().slice(0, 8)}`,
  );
  mkdirSync(place, { recursive: true, mode: 0o700 });
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
