import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { ProcessName, Variable } from '@fairgate/shared/config-variable.ts';
import { VARIABLES } from '@fairgate/shared/config-variables.ts';
import { CHECKOUT } from './compose-rules.ts';

/** A document of the checkout. */
export interface Page {
  /** From the root of the checkout, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** What is wrong with one page. */
export type PageRule = (page: Page) => readonly string[];

export const PAGE_RULES: Readonly<Record<string, PageRule>> = {
  'a link within the checkout leads somewhere': linksResolve,
  'a script of npm is in package.json': scriptsExist,
  'a path of the API is served': pathsAreServed,
  'a sequence diagram has no semicolon, which would end a message': sequencesParse,
};

/** The documents of the root, of docs/ and of the packages. */
export function pages(): readonly Page[] {
  const own = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md'];
  const docs = readdirSync(join(CHECKOUT, 'docs'), { recursive: true, encoding: 'utf8' });
  const packages = readdirSync(join(CHECKOUT, 'packages')).map((name) => `packages/${name}/README.md`);
  const paths = [
    ...own,
    ...docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
    ...packages,
  ];
  return paths
    .filter((path) => existsSync(join(CHECKOUT, path)))
    .map((path) => ({ path, text: readFileSync(join(CHECKOUT, path), 'utf8') }));
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
}

export function linksResolve({ path, text }: Page): readonly string[] {
  const targets = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return targets.flatMap((target) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [file = '', anchor] = target.split('#');
    const wanted = file === '' ? path : normalize(join(dirname(path), file));
    const found = join(CHECKOUT, wanted);
    if (wanted.startsWith('..') || !existsSync(found)) return [`there is no ${target}`];
    if (anchor === undefined || statSync(found).isDirectory()) return [];
    const there = file === '' ? text : readFileSync(found, 'utf8');
    return anchorsOf(there).includes(anchor) ? [] : [`nothing is called #${anchor} in ${wanted}`];
  });
}

/** As GitHub names headings. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

export function scriptsExist({ text }: Page): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = [...text.matchAll(/\bnpm (?:run ([\w-]+)|(start|test)\b)/g)].map(
    ([, run, direct]) => run ?? direct ?? '',
  );
  return named.filter((name) => scripts[name] === undefined).map((name) => `there is no npm run ${name}`);
}

export function pathsAreServed({ path, text }: Page): readonly string[] {
  // That one tells of Stripe's paths.
  if (path.startsWith('packages/loopback-stripe/')) return [];
  const document = join(CHECKOUT, 'packages', 'client', 'src', 'openapi.json');
  const { paths } = JSON.parse(readFileSync(document, 'utf8')) as { paths: Record<string, unknown> };
  const plain = (one: string): string => one.replace(/\{\w+\}|:\w+/g, ':x');
  const served = Object.keys(paths).map(plain);
  const named = [...text.matchAll(/(?<![\w.:/])\/v1\/[\w:/.{}-]*[\w}]/g)].map(([one]) => plain(one));
  return named.filter((one) => !served.includes(one)).map((one) => `the API has no ${one}`);
}

export function sequencesParse({ text }: Page): readonly string[] {
  const diagrams = [...text.matchAll(/```mermaid\nsequenceDiagram\n([\s\S]*?)```/g)];
  const lines = diagrams.flatMap(([, diagram = '']) => diagram.split('\n'));
  return lines.filter((line) => line.includes(';')).map((line) => `a semicolon ends: ${line.trim()}`);
}

/** The rows of the README's table of variables, as they must be: name, default and readers. */
export function expectedVariables(): readonly string[] {
  return Object.values<Variable<unknown, ProcessName>>(VARIABLES).map(({ name, fallback, usedBy }) =>
    [name, fallback === undefined ? 'required' : fallback || 'none', usedBy.join(', ')].join(' | '),
  );
}

export function writtenVariables(readme: string): readonly string[] {
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \|.*\| ([^|]+) \| ([^|]+) \|$/gm)];
  return rows.map(([, name, fallback = '', usedBy]) =>
    [name, fallback.replaceAll('`', ''), usedBy].join(' | '),
  );
}

/** `A --> B` of the first state diagram that has the state, as "A B"; starts and ends left out. */
export function stepsDrawn(text: string, state: string): readonly string[] {
  const diagrams = [...text.matchAll(/```mermaid\nstateDiagram-v2\n([\s\S]*?)```/g)].map(
    (match) => match[1] ?? '',
  );
  const diagram = diagrams.find((one) => one.includes(state)) ?? '';
  return [...diagram.matchAll(/^ {2}(\w+) --> (\w+)/gm)].map(([, from, to]) => `${from} ${to}`).sort();
}
