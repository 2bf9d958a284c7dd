import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { IMPORT_RULES } from './rules.ts';

const FOLDERS = ['services', 'packages', 'web', 'tests', 'prisma'];

export interface Violation {
  readonly rule: string;
  readonly from: string;
  /** The real path of what is imported, or the words of the import when there is none. */
  readonly to: string;
}

export interface ImportCheck {
  readonly filesRead: number;
  readonly violations: readonly Violation[];
}

/** Reads every import below the folders of a checkout, types included, and holds it against the rules. */
export async function findViolations(checkout: string): Promise<ImportCheck> {
  const { output } = await cruise(
    FOLDERS.filter((folder) => existsSync(join(checkout, folder))),
    {
      baseDir: checkout,
      validate: true,
      ruleSet: { forbidden: IMPORT_RULES.map((rule) => ({ ...rule, severity: 'error' as const })) },
      // An import of a type is an import: it is gone after compilation, and the dependency is not.
      tsPreCompilationDeps: true,
      doNotFollow: { path: ['(^|/)node_modules/', '/database/generated/'] },
      exclude: { path: ['^web/dist/'] },
      // Package names lead through `exports` to the real path of a file, which is what the rules name.
      enhancedResolveOptions: {
        exportsFields: ['exports'],
        conditionNames: ['import', 'node', 'types', 'default'],
      },
    },
  );
  if (typeof output === 'string')
    throw new Error('dependency-cruiser answered with a report instead of a result');
  const filesRead = output.modules.filter(({ dependencies }) => dependencies.length > 0).length;
  // Without a TypeScript that it knows, dependency-cruiser reads no file and finds no fault.
  if (filesRead === 0) throw new Error(`no import was read in ${checkout}`);
  return {
    filesRead,
    violations: output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}
