import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { DrawReport } from './print-report.ts';
import { dropId, madeUpDraw, testChain } from './testing/made-up-draw.ts';
import { type PublishingServer, publish } from './testing/publish.ts';

const draw = madeUpDraw({ lobby: [4_096, 9_000, 0] });
let gateway: PublishingServer;
let folder: string;
beforeAll(async () => {
  gateway = await publish(draw);
  folder = mkdtempSync(join(tmpdir(), 'fairgate-check-draw-'));
});
afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: string[]): Promise<Ended> {
  const main = join(import.meta.dirname, 'main.ts');
  return new Promise((resolve) =>
    execFile(process.execPath, [main, ...args], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    ),
  );
}

const check = (...args: string[]): Promise<Ended> =>
  run(dropId, '--url', gateway.url, '--chain', testChain.variable, ...args);

async function publishedFor(facts: Partial<typeof draw.facts>): Promise<string> {
  const other = await publish({ ...draw, facts: { ...draw.facts, ...facts } });
  onTestFinished(other.close);
  return other.url;
}

function receiptFile(name: string, content: object): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test('a draw that is right, in lines for people, with a receipt and its rank', async () => {
  const { code, stdout } = await check('--receipt', receiptFile('own.json', draw.receiptOf(1, 8_999)));
  expect(code).toBe(0);
  expect(stdout).toContain('13096 leaves');
  expect(stdout).toMatch(/The draw gives number 8999 of lane 1 the rank \d+\./);
  expect(stdout).toContain('It does not show:');
  expect(stdout).toContain('right as far as it can be shown: FULL.');
  expect(stdout).not.toContain('✗');
});

test('as JSON, also when the gateway asks for patience', async () => {
  gateway.refuse(1);
  const { code, stdout } = await check('--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout) as DrawReport).toMatchObject({ dropId, ok: true, proof: 'FULL', people: 13_096 });
});

test('a draw that is wrong: exit 1, and what is wrong is named', async () => {
  const url = await publishedFor({ seed: '00'.repeat(32) });
  const { code, stdout } = await check('--url', url);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^✗ seed /m);
  expect(stdout).toContain('1 of 12 checks are broken');
});

test("another's receipt: exit 1", async () => {
  const { accountId } = draw.receiptOf(0, 1);
  const { code, stdout } = await check(
    '--receipt',
    receiptFile('bad.json', { ...draw.receiptOf(0, 0), accountId }),
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(/^✗ receipt-leaf /m);
});

test('a draw to come: exit 2, when to come again, and what to keep', async () => {
  const at = new Date(Date.now() + 60_000).toISOString();
  const url = await publishedFor({ state: 'ROOTED', beacon: { ...draw.facts.beacon, at } });
  const { code, stderr } = await check('--url', url);
  expect(code).toBe(2);
  expect(stderr).toContain(`Come again after ${at}`);
  expect(stderr).toContain(`root ${draw.facts.root}`);
});

test.each<[string, () => Promise<Ended>, RegExp]>([
  ['no drop', () => run('--url', gateway.url), /Which drop/],
  ['no gateway', () => run(dropId), /No installation runs here/],
  ['an unknown drop', () => run(dropId.replace('d201', 'd202'), '--url', gateway.url), /knows no drop/],
  ['a gateway that is not there', () => check('--url', 'http://127.0.0.1:9'), /cannot be reached/],
  ['another beacon', () => run(dropId, '--url', gateway.url), /--chain/],
  ['a chain that is none', () => check('--chain', '{}'), /must be the JSON of a drand chain/],
  ['no receipt', () => check('--receipt', receiptFile('none.json', {})), /is no receipt/],
  ['a receipt that is not there', () => check('--receipt', 'nowhere.json'), /cannot be read/],
])('what cannot be checked is exit 2 and a sentence: %s', async (_, ran, sentence) => {
  const { code, stderr } = await ran();
  expect(code).toBe(2);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toContain('    at ');
});
