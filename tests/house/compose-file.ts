import { parse } from 'yaml';

export interface ComposeService {
  image?: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  volumes?: string[];
  ports?: string[];
  profiles?: string[];
  restart?: string;
  container_name?: string;
  healthcheck?: { test: string[] };
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
}

/** Variables for `${…}`; a value that must be there and is not stops Compose, and us. */
export type Values = Readonly<Record<string, string>>;

const REFERENCE = /\$\{(\w+)(?:(:[-?])([^}]*))?\}/g;

/** The file as Compose reads it, anchors and merges in place, before anything is filled in. */
export function readCompose(text: string): ComposeFile {
  return parse(text, { merge: true, maxAliasCount: -1 }) as ComposeFile;
}

/** The same with every reference filled in as Compose does it. */
export function fillIn<T>(part: T, values: Values): T {
  if (typeof part === 'string') return filledText(part, values) as T;
  if (Array.isArray(part)) return part.map((item) => fillIn(item, values)) as T;
  if (part === null || typeof part !== 'object') return part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, fillIn(value, values)])) as T;
}

function filledText(text: string, values: Values): string {
  return text.replace(REFERENCE, (_whole, name: string, operator?: string, word = '') => {
    const value = values[name] ?? '';
    if (value !== '') return value;
    if (operator === ':?') throw new Error(`${name} is missing`);
    return operator === ':-' ? word : '';
  });
}

/** The names of all references, in any part of the file. */
export function referencedNames(text: string): readonly string[] {
  return [...new Set([...text.matchAll(REFERENCE)].map((match) => match[1] ?? ''))].sort();
}

/** A file of `NAME=value` lines, as `.env` is one; single quotes around a value are left out. */
export function readVariables(text: string): Values {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1).replace(/^'(.*)'$/, '$1')];
    }),
  );
}
