import { expect, test } from 'vitest';
import { median } from '../outcome/statistics.ts';
import { loadPageRules, type PageRules } from '../stage/page-rules.ts';
import type { ServedAt } from '../stage/play-line.ts';
import { waitErrors } from './wait-errors.ts';

/** Twenty minutes of a line that serves so many a minute, looked at each second. */
const line = (perMinute: (minute: number) => number): ServedAt[] => {
  let served = 0;
  return Array.from({ length: 1_200 }, (_, second) => {
    served += perMinute(second / 60) / 60;
    return { atMs: second * 1_000, served: Math.floor(served) };
  });
};
const exactly: PageRules = {
  LinePace: class {
    note(): void {}
    measured(): number {
      return 300;
    }
    spread(): null {
      return null;
    }
  },
  waitRange: (ahead, _rate, measured) => {
    const minutes = ahead / (measured ?? 1);
    return { lowMinutes: minutes, highMinutes: minutes * 1.3 };
  },
};

test('who says the real pace of an even line is right', () => {
  const { shown, knowing } = waitErrors(
    line(() => 300),
    600,
    exactly,
  );
  expect(shown.length).toBeGreaterThan(100);
  expect(Math.max(...shown)).toBeLessThan(0.05);
  expect(Math.max(...knowing)).toBeLessThan(0.05);
});

test('who says half the wait is off by half', () => {
  const { shown } = waitErrors(
    line(() => 150),
    600,
    exactly,
  );
  expect(median(shown)).toBeCloseTo(0.5, 1);
});

test('who cannot say is off by all of it', () => {
  const silent: PageRules = { ...exactly, waitRange: () => ({ lowMinutes: 1, highMinutes: null }) };
  expect(
    new Set(
      waitErrors(
        line(() => 300),
        600,
        silent,
      ).shown,
    ),
  ).toEqual(new Set([1]));
});

test("the page's own rules are near the truth of an even line, and far from it where a line slows down", async () => {
  const rules = await loadPageRules();
  expect(
    median(
      waitErrors(
        line(() => 300),
        600,
        rules,
      ).shown,
    ),
  ).toBeLessThan(0.1);
  const slower = line((minute) => (minute < 5 ? 600 : 60));
  expect(Math.max(...waitErrors(slower, 600, rules).shown)).toBeGreaterThan(0.5);
});

test('a curve of nothing says nothing', () => {
  expect(waitErrors([], 600, exactly)).toEqual({ shown: [], knowing: [] });
});
