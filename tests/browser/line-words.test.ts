import { lineBounds } from '@fairgate/shared/domain/line-bounds.ts';
import { describe, expect, it } from 'vitest';

interface Words {
  readonly slowWords: (status: object, standing: object) => string | null;
  readonly spokenWords: (standing: object, status: object) => string;
}

async function load<T>(name: string): Promise<T> {
  return (await import(new URL(`../../web/${name}`, import.meta.url).href)) as T;
}

const open = { phase: 'open', payments: 'working', opensAt: '2026-11-26T10:00:00.000Z' };
const moving = {
  ...{ stage: 'line', ahead: 12, measured: 30, planned: 40, grew: false },
  range: { lowMinutes: 1, highMinutes: 2 },
};

describe('why a line waits', async () => {
  const { slowWords, spokenWords } = await load<Words>('views/line-words.js');

  it.each([
    ['held', /organiser lets nobody in/],
    ['draining', /organiser lets nobody more in/],
    ['tickets', /in somebody’s hands/],
    ['workers', /being mended/],
    ['orders', /What is bought is finished first/],
    ['payments', /Payments are finished first/],
  ])('is said at once, to who looks and to who listens: %s', (why, words) => {
    // Also to who just came, and while nothing moves.
    for (const measured of [null, 0, 30])
      expect(slowWords({ ...open, why }, { ...moving, measured })).toMatch(words);
    expect(spokenWords(moving, { ...open, why })).toMatch(words);
    expect(spokenWords(moving, { ...open, why })).toMatch(/^12 people ahead of you\./);
  });

  it.each([
    ['cap', { measured: 0 }, /The shop is full/],
    ['cap', { measured: 10 }, /slower than planned, by 10 places a minute: the shop is full/],
    ['cap', { grew: true }, /longer than we said before: the shop is full/],
    ['rate', { grew: true }, /longer than we said before: fewer people are let in/],
  ])('is said when the wait grew or the line is slow: %s, %o', (why, change, words) => {
    expect(slowWords({ ...open, why }, { ...moving, ...change })).toMatch(words);
  });

  it.each([
    ['cap', {}],
    ['rate', {}],
    ['rate', { measured: 0 }],
    ['none', { grew: true }],
    ['held', { ahead: 0 }],
    ['held', { stage: 'lobby' }],
  ])('is not said without a reason to: %s, %o', (why, change) => {
    expect(slowWords({ ...open, why }, { ...moving, ...change })).toBeNull();
  });

  it('has words for everything that may bind but what is usual', () => {
    const silent = lineBounds.filter(
      (why) => slowWords({ ...open, why }, { ...moving, grew: true }) === null,
    );
    expect(silent).toEqual(['none']);
  });
});

describe('server-sent events', async () => {
  const { createEventParser } = await load<{
    createEventParser: (tell: (event: string, data: string) => void) => (text: string) => void;
  }>('status-stream.js');

  const stream =
    'retry: 3000\n\nevent: status\nid: 1\ndata: {"a":1}\n\n: still here\n\ndata: x\ndata: y\n\nevent: status\ndata: {';
  it.each([1, 3, 7, stream.length])('are read in pieces of %i characters', (size) => {
    const told: [string, string][] = [];
    const read = createEventParser((event, data) => told.push([event, data]));
    for (let at = 0; at < stream.length; at += size) read(stream.slice(at, at + size));
    expect(told).toEqual([
      ['status', '{"a":1}'],
      ['message', 'x\ny'],
    ]);
    read('"b":2}\r\n\r\n');
    expect(told.at(-1)).toEqual(['status', '{"b":2}']);
  });
});
