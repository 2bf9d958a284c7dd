import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { changeDatabase } from '@fairgate/faults/bugs/plant-variant.ts';
import { harnessRules } from '@fairgate/faults/bugs/shown-by.ts';
import { apply, type Variant } from '@fairgate/faults/bugs/variant.ts';
import { variants } from '@fairgate/faults/bugs/variants.ts';
import { allRuns, nameOfRun } from '@fairgate/faults/points/point-table.ts';
import { scenarios } from '@fairgate/faults/scenarios/scenarios.ts';
import { tomorrow } from '@fairgate/faults/scenarios/two-versions.ts';
import { REPOSITORY } from '@fairgate/launcher/repository.ts';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../support/stores.ts';

const all = Object.entries<Variant>(variants);
const applied = [...all, ['the version of tomorrow', { patches: tomorrow }] as const];
const runs = new Set(allRuns().map(nameOfRun));

it('there are at least fifteen planted bugs, each with something that exists to catch it', () => {
  expect(all.length).toBeGreaterThanOrEqual(15);
  for (const [name, { caughtBy, patches, shows }] of all) {
    expect(patches.length, name).toBeGreaterThan(0);
    expect(shows.length, name).toBeGreaterThan(0);
    expect(
      harnessRules.filter((rule) => shows.includes(rule)),
      name,
    ).toEqual([]);
    if (caughtBy.kind === 'scenario') expect(Object.keys(scenarios), name).toContain(caughtBy.name);
    else expect(runs.has(caughtBy.run), name).toBe(true);
  }
});

it.each(applied)(
  '%s applies to the code of today, and what it makes can be run',
  async (_name, { patches }) => {
    const files = new Map<string, string>();
    for (const patch of patches) {
      if (patch.kind !== 'file') continue;
      const text = files.get(patch.path) ?? readFileSync(join(REPOSITORY, patch.path), 'utf8');
      files.set(patch.path, apply(text, patch, patch.path));
    }
    for (const [path, text] of files) {
      if (path.endsWith('.ts')) expect(() => stripTypeScriptTypes(text), path).not.toThrow();
    }
    if (patches.every(({ kind }) => kind === 'file')) return;
    const database = await createTestDatabase();
    try {
      await changeDatabase(database.ownerDatabaseUrl, patches);
    } finally {
      await database.drop();
    }
  },
);

it('a bug whose place is gone is named', () => {
  expect(() => apply('a b b', { find: 'b', replace: 'c' }, 'somewhere')).toThrow(
    'a planted bug no longer applies: somewhere has 2 × b',
  );
  expect(() => apply('a', { find: 'b', replace: 'c' }, 'somewhere')).toThrow('has 0 × b');
});
