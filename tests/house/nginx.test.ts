import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findExecutable } from '@fairgate/launcher/find-executable.ts';
import { environmentVariables } from '@fairgate/shared/config.ts';
import { describe, expect, it } from 'vitest';
import { readCompose } from './compose-file.ts';
import { CHECKOUT } from './compose-rules.ts';
import { locationsOf, NGINX_RULES, pathsOf } from './nginx-rules.ts';

const text = readFileSync(join(CHECKOUT, 'deploy', 'nginx.conf'), 'utf8');
const nginx = findExecutable('nginx', `${environmentVariables().PATH ?? ''}:/usr/sbin:/usr/local/sbin`);

describe.each(Object.entries(NGINX_RULES))('%s', (_name, rule) => {
  it('holds', () => {
    expect(rule(text)).toEqual([]);
  });
});

const BROKEN: readonly (readonly [rule: string, fault: RegExp, from: string | RegExp, to: string])[] = [
  ['requests', /asked on port 4401/, 'server gateway:4400', 'server gateway:4401'],
  ['requests', /seat-map\$ goes elsewhere/, /(seat-map\$ \{[^}]*)http:\/\/gateway/, '$1http://gateways'],
  ['requests', /does not listen on 8080/, 'listen 8080', 'listen 80'],
  ['path is one', /serves no \/v1\/drops\/:x\/state/, '(status|availability)', '(state|availability)'],
  ['path is one', /serves no \/measures/, 'location = /metrics', 'location = /measures'],
  ['cached', /drops\/:x\/status is not cached/, '(status|availability)', '(availability)'],
  ['cached', /entries is not for everybody/, '(status|availability)', '(status|availability|entries)'],
  ['cached', /without proxy_cache_valid 200 1s/, 'proxy_cache_valid 200 1s', 'proxy_cache_valid 200 10s'],
  ['cached', /without proxy_cache_lock on/, 'proxy_cache_lock on', 'proxy_cache_lock off'],
  ['body may', /131072 bytes, not 65536/, 'client_max_body_size 64k', 'client_max_body_size 128k'],
  ['body may', /seating-plans: 1048576 bytes/, 'client_max_body_size 32m', 'client_max_body_size 1m'],
  ['body may', /webhook: undefined bytes/, 'client_max_body_size 512k;', ''],
  ['body may', /holds: 4194304 bytes/, 'tickets|drops/[^/]+/tickets', 'tickets|drops/[^/]+/tickets|holds'],
  ['outside', /no X-Forwarded-For/, '$remote_addr;', '$proxy_add_x_forwarded_for;'],
  ['outside', /\/metrics is open/, 'return 404;', 'proxy_pass http://gateway;'],
  ['outside', /sets headers of its own/, 'access_log off;', 'proxy_set_header Host gateway;'],
  ['refusal', /BODY_TOO_LARGE is told otherwise/, 'The body is too large', 'Too large'],
  ['refusal', /no problem TOO_BIG/, '"code":"BODY_TOO_LARGE"', '"code":"TOO_BIG"'],
  ['refusal', /STORE_UNAVAILABLE is told otherwise/, 'return 503', 'return 502'],
];

describe('a file that breaks a rule is found out', () => {
  it.each(BROKEN)('%s: %s', (words, fault, from, to) => {
    const [, rule] = Object.entries(NGINX_RULES).find(([name]) => name.includes(words)) ?? [];
    const broken = text.replace(from, to);
    expect(broken).not.toBe(text);
    expect(rule?.(broken).join('\n')).toMatch(fault);
  });

  it('and every rule is broken here at least once', () => {
    const broken = new Set(
      BROKEN.map(([words]) => Object.keys(NGINX_RULES).find((name) => name.includes(words))),
    );
    expect([...broken].sort()).toEqual(Object.keys(NGINX_RULES).sort());
  });
});

it('reads a location as the paths that it is for', () => {
  const [location] = locationsOf('location ~ ^/v1/(a|b/[^/]+)/c$ { return 404; }');
  expect(location === undefined ? [] : pathsOf(location)).toEqual(['/v1/a/c', '/v1/b/:x/c']);
});

it('is given to nginx, whose port is published', () => {
  const service = readCompose(readFileSync(join(CHECKOUT, 'docker-compose.yml'), 'utf8')).services.nginx;
  expect(service?.volumes).toEqual(['./deploy/nginx.conf:/etc/nginx/nginx.conf:ro']);
  expect(service?.ports?.map((port) => port.split(':').at(-1))).toEqual(['8080']);
});

/** Older versions know no `resolve`, and the addresses and folders of a container are not here. */
function tryableHere(conf: string, folder: string): string {
  return conf
    .replace(/^\s*resolver .*\n/m, '')
    .replace('server gateway:4400 resolve', 'server 127.0.0.1:4400')
    .replace('/var/cache/nginx', folder)
    .replace('/tmp/nginx.pid', join(folder, 'nginx.pid'))
    .replace('/dev/stdout', join(folder, 'access.log'));
}

function checkByNginx(
  program: string,
  conf: string,
): { readonly code: number | null; readonly said: string } {
  const folder = mkdtempSync(join(tmpdir(), 'fairgate-nginx-'));
  try {
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, tryableHere(conf, folder));
    const { status, stderr } = spawnSync(program, ['-t', '-c', file], { encoding: 'utf8' });
    return { code: status, said: stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.runIf(nginx !== null)('nginx itself', () => {
  it('takes the file', () => {
    expect(checkByNginx(nginx ?? '', text)).toMatchObject({ code: 0 });
  });

  it('refuses a broken one', () => {
    const { code, said } = checkByNginx(nginx ?? '', text.replace('gzip on;', 'gzip perhaps;'));
    expect(code).toBe(1);
    expect(said).toContain('perhaps');
  });
});
