import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Source files by path; each is one import, or a list of statements. */
export type SourceFiles = Readonly<Record<string, readonly string[]>>;

/** Packages of ours and what they declare, as `dependencies` of their package.json. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'packages/shared': ['ioredis', '@prisma/client', 'bullmq', 'typebox'],
  'packages/auditor': ['ioredis', 'pg', '@fairgate/shared'],
  'packages/client': [],
  'packages/launcher': ['ioredis', '@fairgate/shared'],
  'packages/loopback-stripe': ['fastify'],
  'services/gateway': ['fastify', '@fastify/helmet', 'ioredis', 'bullmq', 'pg', '@fairgate/shared'],
  'services/queue-worker': ['bullmq', 'ioredis', '@fairgate/shared'],
  web: ['@fairgate/client', '@fairgate/shared'],
};
const LIBRARIES = [
  'ioredis',
  '@prisma/client',
  'bullmq',
  'typebox',
  'fastify',
  '@fastify/helmet',
  'pg',
  'vitest',
  'undeclared',
];

/** A small checkout in a temporary folder: our packages behind symbolic links, as pnpm lays them out, and empty libraries. */
export async function createExampleCheckout(...sources: readonly SourceFiles[]): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'import-rules-')));
  const manifest = {
    private: true,
    devDependencies: Object.fromEntries(LIBRARIES.map((name) => [name, '1.0.0'])),
  };
  await write(join(folder, 'package.json'), JSON.stringify(manifest));
  await mkdir(join(folder, 'node_modules', '@fairgate'), { recursive: true });
  for (const [path, libraries] of Object.entries(PACKAGES)) await writePackage(folder, path, libraries);
  for (const name of LIBRARIES) await writeLibrary(folder, name);
  for (const [path, statements] of sources.flatMap((files) => Object.entries(files))) {
    await write(join(folder, path), statements.map(asStatement).join('\n'));
  }
  return folder;
}

export async function removeExampleCheckout(folder: string): Promise<void> {
  await rm(folder, { recursive: true });
}

async function writePackage(folder: string, path: string, libraries: readonly string[]): Promise<void> {
  const name = `@fairgate/${path.split('/').at(-1)}`;
  const manifest = {
    name,
    type: 'module',
    exports: { './*.ts': './src/*.ts' },
    dependencies: Object.fromEntries(libraries.map((library) => [library, '1.0.0'])),
  };
  await write(join(folder, path, 'package.json'), JSON.stringify(manifest));
  await symlink(join(folder, path), join(folder, 'node_modules', name));
}

async function writeLibrary(folder: string, name: string): Promise<void> {
  const library = join(folder, 'node_modules', name);
  await write(
    join(library, 'package.json'),
    JSON.stringify({ name, version: '1.0.0', exports: './index.js' }),
  );
  await write(join(library, 'index.js'), '');
}

/** `./a.ts` stands for `import './a.ts';`. */
function asStatement(text: string): string {
  return text.includes(' ') ? text : `import '${text}';`;
}

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
