import { readFileSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal, replayJournal, rewriteJournal } from './journal.ts';
import { decodeLine, encodeLine, type JournalLine } from './journal-line.ts';

let folder: string;
const file = () => join(folder, 'journal.log');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(...ats: number[]): Promise<void> {
  const journal = await openJournal(folder);
  await Promise.all(ats.map((at) => journal.append({ at })));
  await journal.close();
}

async function replayed(): Promise<{ ats: number[]; tornBytes: number }> {
  const ats: number[] = [];
  const { tornBytes } = await replayJournal(folder, (line) => ats.push(line.at));
  return { ats, tornBytes };
}

test('a line comes back as it was written, whatever it holds', () => {
  const line: JournalLine = { at: 5, settled: [['evt_1\n', 'Größe "x"']] };
  const encoded = encodeLine(line);
  expect(encoded.endsWith('\n')).toBe(true);
  expect(decodeLine(Buffer.from(encoded.slice(0, -1)))).toEqual(line);
});

test('one flipped bit makes a line unreadable', () => {
  const bytes = Buffer.from(encodeLine({ at: 5, clockOffsetMs: 7 }).slice(0, -1));
  for (let place = 0; place < bytes.length; place += 1) {
    const flipped = Buffer.from(bytes);
    flipped[place] = (flipped[place] ?? 0) ^ 1;
    if (place !== 8) expect(decodeLine(flipped)).toBeUndefined();
  }
});

test('lines are replayed in the order in which they were appended', async () => {
  await write(1, 2, 3);
  await write(4);
  expect(await replayed()).toEqual({ ats: [1, 2, 3, 4], tornBytes: 0 });
});

test('an empty folder replays nothing', async () => {
  expect(await replayed()).toEqual({ ats: [], tornBytes: 0 });
});

test('wherever the last line is torn, it is dropped and the rest stays', async () => {
  await write(1, 2);
  const whole = (await readFile(file())).length;
  const last = encodeLine({ at: 3, clockOffsetMs: 12 });
  for (let kept = 1; kept < last.length; kept += 1) {
    await truncate(file(), whole);
    await appendFile(file(), last.slice(0, kept));
    expect(await replayed()).toEqual({ ats: [1, 2], tornBytes: kept });
  }
  await write(4);
  expect((await replayed()).ats).toEqual([1, 2, 4]);
});

test('damage with whole lines after it is refused, naming the byte', async () => {
  await write(1, 2, 3);
  const bytes = await readFile(file());
  bytes[12] = 0x23;
  await writeFile(file(), bytes);
  await expect(replayed()).rejects.toThrow(/damaged at byte 0/);
});

test('a rewritten journal holds the new lines only', async () => {
  await write(1, 2, 3);
  await rewriteJournal(folder, [{ at: 7 }, { at: 8 }]);
  expect((await replayed()).ats).toEqual([7, 8]);
});

test('an append resolves only when its line is in the file', async () => {
  const journal = await openJournal(folder);
  const inFile = async (at: number) => {
    await journal.append({ at });
    return readFileSync(file(), 'utf8').includes(`{"at":${at}}`);
  };
  const found = await Promise.all(Array.from({ length: 200 }, (_, at) => inFile(at)));
  await journal.close();
  expect(found).not.toContain(false);
});

test('appends that come while the disk works are settled together, none early', async () => {
  const journal = await openJournal(folder);
  const appends = Array.from({ length: 1000 }, (_, at) => journal.append({ at }));
  await journal.settled();
  await Promise.all(appends);
  await journal.close();
  expect((await replayed()).ats).toHaveLength(1000);
});
