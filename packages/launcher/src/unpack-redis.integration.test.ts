import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentVariables } from '@fairgate/shared/config.ts';
import { afterAll, expect, test } from 'vitest';
import { startGuard } from './guarded-spawn.ts';
import { unpackRedis } from './unpack-redis.ts';

const guard = startGuard();
const cache = mkdtempSync(join(tmpdir(), 'fairgate-unpack-'));
afterAll(async () => {
  await guard.close();
  rmSync(cache, { recursive: true, force: true });
});

test.runIf(existsSync('/etc/debian_version'))(
  "Debian's packages are unpacked into the cache once and the server runs from there",
  { timeout: 120_000 },
  async () => {
    const unpacked = (await unpackRedis(guard, cache, environmentVariables()))!;
    const version = spawnSync(unpacked.server, ['--version'], {
      env: unpacked.environment,
      encoding: 'utf8',
    });
    expect(version.stdout).toMatch(/v=[7-9]\./);
    expect(readdirSync(cache)).toEqual(['redis']);
    // Without a search path nothing could be fetched a second time.
    expect(await unpackRedis(guard, cache, { PATH: '' })).toEqual(unpacked);
  },
);

test('where there is no apt there is nothing to unpack', async () => {
  expect(await unpackRedis(guard, join(cache, 'empty'), { PATH: '/nowhere' })).toBeNull();
});
