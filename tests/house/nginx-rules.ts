import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES } from '@fairgate/shared/config-variables.ts';
import { ticketBodyBytesMax } from '@fairgate/shared/domain/catalogue-limits.ts';
import { bodyBytesMax, planBodyBytesMax } from '@fairgate/shared/domain/limits.ts';
import { problemKinds } from '@fairgate/shared/errors.ts';
import { CHECKOUT } from './compose-rules.ts';

const GATEWAY = join(CHECKOUT, 'services', 'gateway', 'src');

/** What is wrong with the text of an nginx.conf. */
export type NginxRule = (text: string) => readonly string[];

interface Location {
  readonly kind: '' | '=' | '~' | '@';
  readonly pattern: string;
  readonly body: string;
}

/** Documents that are the same for everybody; a parameter's name does not matter. */
const SHARED_DOCUMENTS = [
  '/v1/drops/:x/availability',
  '/v1/drops/:x/status',
  '/v1/events/:x/seat-map',
  '/v1/events/:x/seat-status',
];

/** Files are told by how their names end; the gateway serves those of web/. */
const PAGE_FILES = String.raw`\.(css|js|svg)$`;

export const NGINX_RULES: Readonly<Record<string, NginxRule>> = {
  'requests go to the port of the gateways': goesToGateways,
  'a path is one that the gateway serves': pathsAreServed,
  'the shared documents are cached for a second, and nothing else but files': cachesSharedDocuments,
  'a body may be as long as the gateway takes it': bodyLimitsMatch,
  'nobody outside says where a request comes from, or reads the measures': keepsOutsideOut,
  'a refusal of its own is a problem that the gateway knows': refusesInProblems,
};

export function locationsOf(text: string): readonly Location[] {
  const found = [...text.matchAll(/location\s+(=\s+|~\s+)?(@?)(\S+)\s*\{([^}]*)\}/g)];
  return found.map(([, kind = '', at = '', pattern = '', body = '']) => ({
    kind: (kind.trim() || at) as Location['kind'],
    pattern,
    body,
  }));
}

/** The paths that a location is for, with `:x` for what varies: `^/a/[^/]+/(b|c)$` is /a/:x/b and /a/:x/c. */
export function pathsOf({ kind, pattern }: Location): readonly string[] {
  if (kind !== '~') return [pattern];
  const group = /\(([^()]*)\)/.exec(pattern);
  if (group === null) return [pattern.replace(/^\^|\$$/g, '').replaceAll('[^/]+', ':x')];
  const alternatives = (group[1] ?? '').split('|');
  return alternatives.flatMap((one) => pathsOf({ kind, pattern: pattern.replace(group[0], one), body: '' }));
}

function sources(): readonly string[] {
  const names = readdirSync(GATEWAY, { recursive: true, encoding: 'utf8' });
  const code = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  return code.map((name) => readFileSync(join(GATEWAY, name), 'utf8'));
}

/** Every path that stands in the text, with `:x` for parameters. */
function pathsIn(source: string): readonly string[] {
  const literals = [...source.matchAll(/['"](\/[\w./:-]+)['"]/g)].map((match) => match[1] ?? '');
  return literals.map((path) => path.replace(/:\w+/g, ':x'));
}

export function goesToGateways(text: string): readonly string[] {
  const server = /server\s+gateway:(\d+)\s+resolve\b/.exec(text)?.[1];
  const astray = locationsOf(text).filter(
    ({ body }) => body.includes('proxy_pass') && !body.includes('proxy_pass http://gateway;'),
  );
  return [
    ...(server === VARIABLES.port.fallback ? [] : [`gateways are asked on port ${server}`]),
    ...(/listen\s+8080;/.test(text) ? [] : ['it does not listen on 8080']),
    ...astray.map(({ pattern }) => `${pattern} goes elsewhere`),
  ];
}

export function pathsAreServed(text: string): readonly string[] {
  const served = new Set(sources().flatMap(pathsIn));
  return locationsOf(text)
    .filter(({ kind, pattern }) => (kind === '=' || kind === '~') && pattern !== PAGE_FILES)
    .flatMap(pathsOf)
    .filter((path) => !served.has(path))
    .map((path) => `the gateway serves no ${path}`);
}

export function cachesSharedDocuments(text: string): readonly string[] {
  const cached = locationsOf(text).filter(
    ({ body, pattern }) => body.includes('proxy_cache documents;') && pattern !== PAGE_FILES,
  );
  const paths = cached.flatMap(pathsOf).sort();
  const settings = [
    'proxy_cache_key $uri;',
    'proxy_cache_valid 200 1s;',
    'proxy_cache_lock on;',
    'proxy_cache_background_update on;',
  ];
  return [
    ...SHARED_DOCUMENTS.filter((path) => !paths.includes(path)).map((path) => `${path} is not cached`),
    ...paths.filter((path) => !SHARED_DOCUMENTS.includes(path)).map((path) => `${path} is not for everybody`),
    ...settings.filter((setting) => !text.includes(setting)).map((setting) => `without ${setting}`),
  ];
}

const UNITS: Readonly<Record<string, number>> = { k: 1024, m: 1024 * 1024 };

function bytesIn(body: string): number | null {
  const [, count, unit = ''] = /client_max_body_size\s+(\d+)([km]);/.exec(body) ?? [];
  return count === undefined ? null : Number(count) * (UNITS[unit] ?? 1);
}

/** What the gateway takes: of routes with a limit of their own by path, and of all others. */
function bodyLimits(): ReadonlyMap<string, number> {
  const named: Readonly<Record<string, number>> = { planBodyBytesMax, ticketBodyBytesMax };
  const limits = new Map<string, number>();
  for (const source of sources()) {
    const name = /bodyLimit: (\w+)/.exec(source)?.[1];
    if (name === undefined || name === 'bodyBytesMax') continue;
    const own = new RegExp(`const ${name} = (\\d+) \\* 1024;`).exec(source)?.[1];
    const bytes = named[name] ?? Number(own) * 1024;
    for (const path of pathsIn(source).filter((one) => one.startsWith('/v1/'))) limits.set(path, bytes);
  }
  return limits;
}

export function bodyLimitsMatch(text: string): readonly string[] {
  const taken = bodyLimits();
  const given = new Map(
    locationsOf(text).flatMap((location) => {
      const bytes = bytesIn(location.body);
      return bytes === null ? [] : pathsOf(location).map((path) => [path, bytes] as const);
    }),
  );
  const ordinary = bytesIn(text.replace(/location[^{]*\{[^}]*\}/g, ''));
  const paths = new Set([...taken.keys(), ...given.keys()]);
  return [
    ...(ordinary === bodyBytesMax ? [] : [`${ordinary} bytes, not ${bodyBytesMax}`]),
    ...[...paths]
      .filter((path) => (given.get(path) ?? ordinary) !== (taken.get(path) ?? bodyBytesMax))
      .map((path) => `${path}: ${given.get(path)} bytes, the gateway takes ${taken.get(path)}`),
  ];
}

export function keepsOutsideOut(text: string): readonly string[] {
  const headers = ['X-Forwarded-For $remote_addr', 'X-Forwarded-Proto $scheme', 'X-Forwarded-Host ""'];
  const measures = locationsOf(text).find(({ kind, pattern }) => kind === '=' && pattern === '/metrics');
  // A location with headers of its own inherits none.
  const own = locationsOf(text).filter(({ body }) => body.includes('proxy_set_header'));
  return [
    ...headers
      .filter((header) => !text.includes(`proxy_set_header ${header};`))
      .map((header) => `no ${header}`),
    ...(measures?.body.trim() === 'return 404;' ? [] : ['/metrics is open']),
    ...own.map(({ pattern }) => `${pattern} sets headers of its own`),
  ];
}

export function refusesInProblems(text: string): readonly string[] {
  const refusals = [...text.matchAll(/return (\d+) '([^']*)';/g)];
  if (refusals.length < 2) return ['bodies over the limit, or missing gateways, have no answer'];
  return refusals.flatMap(([, status, json = '']) => {
    const { code, ...told } = JSON.parse(json) as { code: keyof typeof problemKinds; status: number };
    const kind = problemKinds[code];
    if (kind === undefined) return [`there is no problem ${code}`];
    const fits = Object.entries(kind).every(([name, value]) => Reflect.get(told, name) === value);
    return fits && Number(status) === kind.status ? [] : [`${code} is told otherwise than by the gateway`];
  });
}
