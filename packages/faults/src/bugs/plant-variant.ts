import { cpSync, lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { REPOSITORY } from '@fairgate/launcher/repository.ts';
import pg from 'pg';
import { apply, type Patch, type Variant } from './variant.ts';

export interface Planted {
  /** A copy of the checkout with the variant's files. */
  readonly checkout: string;
  readonly afterMigrations: (ownerDatabaseUrl: string) => Promise<void>;
  readonly remove: () => void;
}

/** What services run from. */
const parts = ['packages', 'services', 'web', 'package.json', 'tsconfig.base.json'] as const;

/** Copies what runs, and edits the copy. Packages from the registry are those of this checkout. */
export function plantVariant(variant: Pick<Variant, 'patches'>): Planted {
  const checkout = mkdtempSync(join(tmpdir(), 'fairgate-variant-'));
  for (const part of parts) {
    cpSync(join(REPOSITORY, part), join(checkout, part), {
      recursive: true,
      verbatimSymlinks: true,
      // Links of the workspace are relative: in the copy they lead to the copy.
      filter: (path) => !/\.test\.ts$/.test(path) && !/\/(dist|\.fairgate)$/.test(relative(REPOSITORY, path)),
    });
  }
  symlinkSync(join(REPOSITORY, 'node_modules'), join(checkout, 'node_modules'));
  for (const patch of variant.patches) if (patch.kind === 'file') editFile(checkout, patch);
  return {
    checkout,
    afterMigrations: (ownerDatabaseUrl) => changeDatabase(ownerDatabaseUrl, variant.patches),
    remove: () => rmSync(checkout, { recursive: true, force: true }),
  };
}

function editFile(checkout: string, patch: Extract<Patch, { kind: 'file' }>): void {
  const file = join(checkout, patch.path);
  if (!lstatSync(file).isFile()) throw new Error(`${patch.path} is no file`);
  writeFileSync(file, apply(readFileSync(file, 'utf8'), patch, patch.path));
}

/** Functions are taken as the newest migration left them, so that a variant is today's code but for its fault. */
export async function changeDatabase(ownerDatabaseUrl: string, patches: readonly Patch[]): Promise<void> {
  const client = new pg.Client({ connectionString: ownerDatabaseUrl });
  await client.connect();
  try {
    for (const patch of patches) {
      if (patch.kind === 'statement') await client.query(patch.sql);
      if (patch.kind !== 'function') continue;
      const { rows } = await client.query<{ definition: string }>(
        `select pg_get_functiondef(oid) as definition from pg_proc where proname = $1 and pronamespace = 'public'::regnamespace`,
        [patch.name],
      );
      const [row] = rows;
      if (row === undefined || rows.length > 1) throw new Error(`there are ${rows.length} × ${patch.name}`);
      await client.query(apply(row.definition, patch, patch.name));
    }
  } finally {
    await client.end();
  }
}
