import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES } from '@fairgate/shared/config-variables.ts';
import { describe, expect, it } from 'vitest';
import {
  type ComposeFile,
  type ComposeService,
  fillIn,
  readCompose,
  readVariables,
  referencedNames,
} from './compose-file.ts';
import { CHECKOUT, COMPOSE_RULES, noSecrets } from './compose-rules.ts';

const text = readFileSync(join(CHECKOUT, 'docker-compose.yml'), 'utf8');
const example = readVariables(readFileSync(join(CHECKOUT, '.env.example'), 'utf8'));

/** What somebody fills in: the example's own values, and for what it leaves empty those of the table. */
function filledExample(): Record<string, string> {
  const table = Object.values(VARIABLES).map((one) => [one.name, one.example] as const);
  const empty = Object.entries(example).filter(([, value]) => value === '');
  const passwords = empty.map(([name]) => [name, 'password'] as const);
  return { ...Object.fromEntries([...passwords, ...table]), ...withValue(example) };
}

function withValue(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
}

const written = readCompose(text);
const filled = fillIn(written, filledExample());

/** Its own file as a rule sees it: secrets are looked for before anything is filled in. */
const seenBy = (rule: (file: ComposeFile) => readonly string[]): ComposeFile =>
  rule === noSecrets ? written : filled;

describe.each(Object.entries(COMPOSE_RULES))('%s', (_name, rule) => {
  it('holds', () => {
    expect(rule(seenBy(rule))).toEqual([]);
  });
});

type Edit = (services: Record<string, ComposeService>, file: ComposeFile) => void;

const BROKEN: readonly (readonly [rule: string, fault: RegExp, edit: Edit])[] = [
  [
    'command',
    /no services\/gateway\/main\.ts/,
    (s) => s.gateway?.command?.splice(1, 1, 'services/gateway/main.ts'),
  ],
  ['command', /does not know migrat$/, (s) => s.migrate?.command?.splice(2, 1, 'migrat')],
  [
    'command',
    /does not know --listen-anywhere/,
    (s) => s['loopback-stripe']?.command?.push('--listen-anywhere'),
  ],
  ['service is given', /PLACE_SECRET is missing/, (s) => delete s.gateway?.environment?.PLACE_SECRET],
  ['service is given', /PLACE_SECRET is not read/, (s) => set(s, 'queue-worker', 'PLACE_SECRET', 'x')],
  ['service is given', /LOG_LEVEL is missing or wrong/, (s) => set(s, 'gateway', 'LOG_LEVEL', 'loud')],
  ['service is given', /LOGLEVEL is not read/, (s) => set(s, 'gateway', 'LOGLEVEL', 'info')],
  ['ports', /PORT is 4401/, (s) => set(s, 'gateway', 'PORT', '4401')],
  ['ports', /METRICS_PORT is 4502/, (s) => set(s, 'queue-worker', 'METRICS_PORT', '4502')],
  ['ports', /does not ask port 4400/, (s) => ask(s, 'gateway', 'http://127.0.0.1:4500/health/ready')],
  ['ports', /not asked if it is ready/, (s) => ask(s, 'gateway', 'http://127.0.0.1:4400/health/live')],
  ['referred', /depends on postgress/, (s) => depend(s, 'postgress', 'service_healthy')],
  ['referred', /loopback-stripe, which may not run/, (s) => depend(s, 'loopback-stripe', 'service_healthy')],
  ['referred', /service_ready is no condition/, (s) => depend(s, 'redis', 'service_ready')],
  ['referred', /redis never completes/, (s) => depend(s, 'redis', 'service_completed_successfully')],
  ['referred', /migrate has no health check/, (s) => depend(s, 'migrate', 'service_healthy')],
  ['referred', /no volume or file logs/, (s) => s.gateway?.volumes?.push('logs:/var/log')],
  ['referred', /no volume or file \.\/deploy\/ngin/, (s) => s.nginx?.volumes?.push('./deploy/ngin:/x:ro')],
  ['referred', /nobody uses the volume old/, (_s, file) => Object.assign(file.volumes, { old: null })],
  ['image', /redis:latest has no version/, (s) => Object.assign(s.redis ?? {}, { image: 'redis:latest' })],
  ['image', /postgres:18 has no version/, (s) => Object.assign(s.postgres ?? {}, { image: 'postgres:18' })],
  ['image', /fairgate:0\.0\.9 is not/, (s) => Object.assign(s.gateway ?? {}, { image: 'fairgate:0.0.9' })],
  ['scaled', /gateway: it takes a port/, (s) => Object.assign(s.gateway ?? {}, { ports: ['4400:4400'] })],
  ['scaled', /it has a fixed name/, (s) => Object.assign(s.nginx ?? {}, { container_name: 'nginx' })],
  ['scaled', /there is no queue-worker/, (s) => delete s['queue-worker']],
  ['profile', /not demo/, (s) => delete s['loopback-stripe']?.profiles],
  ['profile', /profiles are extra/, (s) => Object.assign(s.redis ?? {}, { profiles: ['extra'] })],
  ['secret', /PLACE_SECRET is written out/, (s) => set(s, 'gateway', 'PLACE_SECRET', 'abc')],
  [
    'secret',
    /PLACE_SECRET is written out/,
    (s) => set(s, 'gateway', 'PLACE_SECRET', reference('PLACE_SECRET:-abc')),
  ],
  [
    'secret',
    /PLACE_SECRET is written out/,
    (s) => set(s, 'gateway', 'PLACE_SECRET', reference('PLACE_SECRET:-')),
  ],
  [
    'secret',
    /WEB_PUSH_KEY is written out/,
    (s) => set(s, 'gateway', 'WEB_PUSH_KEY', reference('WEB_PUSH_KEY:-abc')),
  ],
  ['secret', /DATABASE_URL is written out/, (s) => set(s, 'migrate', 'DATABASE_URL', 'postgres://a:b@c/d')],
  [
    'secret',
    /--secret-key is written out/,
    (s) => s['loopback-stripe']?.command?.push('--secret-key', 'sk_1'),
  ],
];

/** `${…}`, put together here: in a plain string it looks like a mistake. */
function reference(words: string): string {
  return ['$', '{', words, '}'].join('');
}

function set(services: Record<string, ComposeService>, service: string, name: string, value: string): void {
  Object.assign(services[service]?.environment ?? {}, { [name]: value });
}

function ask(services: Record<string, ComposeService>, service: string, address: string): void {
  Object.assign(services[service] ?? {}, { healthcheck: { test: ['CMD', 'fetch', address] } });
}

function depend(services: Record<string, ComposeService>, on: string, condition: string): void {
  Object.assign(services.gateway?.depends_on ?? {}, { [on]: { condition } });
}

describe('a file that breaks a rule is found out', () => {
  it.each(BROKEN)('%s: %s', (words, fault, edit) => {
    const [, rule] = Object.entries(COMPOSE_RULES).find(([name]) => name.includes(words)) ?? [];
    if (rule === undefined) throw new Error(`no rule is about ${words}`);
    const file = structuredClone(seenBy(rule));
    edit(file.services, file);
    expect(rule(file).join('\n')).toMatch(fault);
  });

  it('and every rule is broken here at least once', () => {
    const broken = new Set(
      BROKEN.map(([words]) => Object.keys(COMPOSE_RULES).find((name) => name.includes(words))),
    );
    expect([...broken].sort()).toEqual(Object.keys(COMPOSE_RULES).sort());
  });
});

describe('the example of an .env file', () => {
  it('names what docker-compose.yml asks for, and nothing else', () => {
    expect(Object.keys(example).sort()).toEqual(referencedNames(text));
  });

  it('leaves every secret empty', () => {
    const secret = Object.keys(example).filter((name) => /PASSWORD|SECRET|TOKEN|_KEY$/.test(name));
    expect(secret.length).toBeGreaterThan(7);
    expect(withValue(Object.fromEntries(secret.map((name) => [name, example[name] ?? ''])))).toEqual({});
  });

  it('is not enough as it is: Compose names what is missing', () => {
    expect(() => fillIn(written, example)).toThrow(/is missing/);
  });

  it('is found out when it lacks a name', () => {
    expect(
      referencedNames(`a: ${reference('NEW_NAME:-1')}\nb: ${reference('OTHER:?x')}${reference('NEW_NAME')}`),
    ).toEqual(['NEW_NAME', 'OTHER']);
  });
});

describe('Redis and Postgres', () => {
  it('keep what they acknowledged, and Redis refuses rather than evicts', () => {
    const { redis, postgres } = filled.services;
    expect(redis?.command?.join(' ')).toContain('--appendonly yes --appendfsync everysec');
    expect(redis?.command?.join(' ')).toContain('--maxmemory-policy noeviction');
    expect(postgres?.command?.join(' ')).not.toMatch(/fsync|synchronous_commit/);
  });
});
