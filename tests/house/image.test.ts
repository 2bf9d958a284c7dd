import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECKOUT } from './compose-rules.ts';
import { IMAGE_RULES, importsOfSeed, packagesIn } from './image-rules.ts';

const text = readFileSync(join(CHECKOUT, 'Dockerfile'), 'utf8');
const ignored = readFileSync(join(CHECKOUT, '.dockerignore'), 'utf8').split('\n');

describe.each(Object.entries(IMAGE_RULES))('%s', (_name, rule) => {
  it('holds', () => {
    expect(rule(text)).toEqual([]);
  });
});

const BROKEN: readonly (readonly [rule: string, fault: RegExp, from: string | RegExp, to: string])[] = [
  ['pinned Node', /node:24-slim is not node:24\.\d+\.\d+/, /node:24\S+/, 'node:24-slim'],
  ['pinned Node', /one stage only/, /\nFROM (?!.* AS)\S+/, ''],
  ['pinned pnpm', /pnpm@11\.0\.0 is not pnpm@/, /pnpm@[\d.]+/, 'pnpm@11.0.0'],
  ['pinned pnpm', /nothing is frozen/, ' --frozen-lockfile', ''],
  ['pinned pnpm', /with tools/, 'fetch --prod', 'fetch --offline'],
  ['copied exists', /there is no pnpm-lock.yml/, 'COPY pnpm-lock.yaml', 'COPY pnpm-lock.yml'],
  ['copied exists', /gateway\/package.json is not copied/, 'COPY services services\n', ''],
  ['copied exists', /web is not copied/, 'COPY web web\n', ''],
  ['copied exists', /keeps tests out/, 'COPY prisma prisma', 'COPY tests tests\nCOPY prisma prisma'],
  ['left out', /chromium-\* is no package/, 'node-linux-*', 'chromium-*'],
  ['left out', /in it twice/, / \\\n && rm -rf .*/, ''],
  ['not as root', /it cannot run services\/gateway\/main\.ts/, 'gateway/src/main.ts', 'gateway/main.ts'],
  ['not as root', /it runs as root/, '\nUSER node', ''],
  ['not as root', /does not expose 4400, 4501/, 'EXPOSE 4400 4501', 'EXPOSE 3000'],
];

describe('a file that breaks a rule is found out', () => {
  it.each(BROKEN)('%s: %s', (words, fault, from, to) => {
    const [, rule] = Object.entries(IMAGE_RULES).find(([name]) => name.includes(words)) ?? [];
    const broken = text.replace(from, to);
    expect(broken).not.toBe(text);
    expect(rule?.(broken).join('\n')).toMatch(fault);
  });

  it('and every rule is broken here at least once', () => {
    const broken = new Set(
      BROKEN.map(([words]) => Object.keys(IMAGE_RULES).find((name) => name.includes(words))),
    );
    expect([...broken].sort()).toEqual(Object.keys(IMAGE_RULES).sort());
  });
});

it('its context holds what is asked for, and no secret, data or installed package', () => {
  expect(ignored).toContain('*');
  expect(ignored).toEqual(expect.arrayContaining(['**/.env', '**/.env.*', '**/node_modules']));
});

describe('what runs from the root of the image', () => {
  it('imports dependencies only: tools of development are not there', () => {
    const { dependencies } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const imported = importsOfSeed();
    expect(imported).toContain('@fairgate/gateway');
    expect(imported.filter((name) => dependencies[name] === undefined)).toEqual([]);
  });

  it('is read import by import', () => {
    const source =
      "import a from 'a/b.ts';\nimport {\n  c,\n} from '@d/e/f.ts';\nimport './g.ts';\nimport h from 'node:fs';";
    expect(packagesIn(source)).toEqual(['a', '@d/e']);
  });
});
