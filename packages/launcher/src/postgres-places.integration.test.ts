import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findPostgres } from './find-postgres.ts';
import { postgresAccount } from './postgres-account.ts';
import { reachableBinaries, reachableDataFolder } from './postgres-places.ts';

const asRoot = process.getuid?.() === 0;

let checkout: string;
let notices: string[];
const notice = (sentence: string): void => void notices.push(sentence);

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'fairgate-checkout-'));
  notices = [];
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

test.skipIf(asRoot)('an ordinary user keeps everything where it is', () => {
  expect(postgresAccount(join(checkout, 'postgres'))).toBeNull();
  expect(reachableDataFolder(join(checkout, 'postgres'), null, notice)).toBe(join(checkout, 'postgres'));
});

describe.skipIf(!asRoot)('as root', () => {
  test('a folder that can be reached is given to the user who runs Postgres', () => {
    chmodSync(checkout, 0o755);
    const account = postgresAccount(join(checkout, 'postgres'))!;
    const folder = reachableDataFolder(join(checkout, 'postgres'), account, notice);
    expect(folder).toBe(join(checkout, 'postgres'));
    expect(statSync(folder)).toMatchObject({ uid: account.uid, gid: account.gid });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(notices).toEqual([]);
  });

  test('under a private home the database lies outside, behind a link, and is found again', () => {
    chmodSync(checkout, 0o700);
    const link = join(checkout, 'postgres');
    const account = postgresAccount(link)!;
    const place = reachableDataFolder(link, account, notice);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(realpathSync(link)).toBe(place);
    expect(notices).toEqual([expect.stringContaining(`the database lies in ${place}`)]);
    const { uid, gid } = account;
    expect(spawnSync('touch', [join(place, 'written')], { uid, gid, cwd: '/' }).status).toBe(0);
    expect(reachableDataFolder(link, account, notice)).toBe(place);
    expect(notices).toHaveLength(1);
    rmSync(dirname(place), { recursive: true });
  });

  test('a database made by an ordinary user stays with that user', () => {
    const folder = join(checkout, 'postgres');
    mkdirSync(folder);
    spawnSync('chown', ['1:1', folder]);
    expect(postgresAccount(folder)).toMatchObject({ uid: 1, gid: 1 });
  });

  test('binaries that cannot be reached are copied to where they can be run', () => {
    const found = findPostgres()!;
    const hidden = join(checkout, 'hidden');
    spawnSync('cp', ['-a', found.root, hidden]);
    chmodSync(checkout, 0o700);
    const account = postgresAccount(join(checkout, 'postgres'))!;
    const label = `test-${process.pid}`;
    const copied = reachableBinaries(
      { ...found, root: hidden, bin: join(hidden, 'bin'), label },
      account,
      notice,
    );
    const { uid, gid } = account;
    const version = spawnSync(join(copied.bin, 'postgres'), ['--version'], {
      uid,
      gid,
      cwd: '/',
      encoding: 'utf8',
    });
    expect(version.stdout).toContain('PostgreSQL');
    expect(notices).toEqual([expect.stringContaining(`Postgres runs from a copy in ${copied.root}`)]);
    rmSync(copied.root, { recursive: true });
  });
});
