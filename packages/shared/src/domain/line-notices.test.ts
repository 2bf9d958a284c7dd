import { describe, expect, it } from 'vitest';
import { dueNotice, isTurnOnly, type NoticeRequest, noticeBand } from './line-notices.ts';

const untold: Omit<NoticeRequest, 'position'> = {
  turnOnly: false,
  soonTold: false,
  turnTold: false,
  cameIn: false,
};
/** 100 served, 60 turns a minute: the positions from 280 on are more than three minutes away, those below 400 five at most. */
const open = noticeBand({ served: 100, turnsPerMinute: 60, opensInMs: 0 });

describe('what is due', () => {
  it.each([
    ['whose turn it is hears of the turn', 99, {}, 'turn'],
    ['and so does the first of all', 0, {}, 'turn'],
    ['whoever is next waits', 100, {}, null],
    ['a turn less than three minutes away is not about five', 279, {}, null],
    ['one of three to five minutes is', 280, {}, 'soon'],
    ['up to exactly five', 399, {}, 'soon'],
    ['and not more', 400, {}, null],
    ['once told is told', 300, { soonTold: true }, null],
    ['but the turn is told all the same', 50, { soonTold: true }, 'turn'],
    ['who asked too late for the first hears of the turn alone', 300, { turnOnly: true }, null],
    ['and hears of that', 50, { turnOnly: true }, 'turn'],
    ['a turn is told once', 50, { turnTold: true }, null],
    ['who is in the shop needs no telling', 50, { cameIn: true }, 'over'],
    ['who was told of the turn hears no "soon" from a line that went back', 300, { turnTold: true }, null],
  ] as const)('%s', (_, position, facts, due) => {
    expect(dueNotice({ position, ...untold, ...facts }, open)).toBe(due);
  });

  it.each([
    ['at a pace of nothing nobody is about to have a turn', { turnsPerMinute: 0, opensInMs: 0 }, [100, 100]],
    ['nor at one below', { turnsPerMinute: -5, opensInMs: 0 }, [100, 100]],
    ['what is left until the opening counts', { turnsPerMinute: 60, opensInMs: 120_000 }, [160, 280]],
    ['four minutes before it only the first minute', { turnsPerMinute: 60, opensInMs: 240_000 }, [100, 160]],
    ['and longer before it nobody', { turnsPerMinute: 60, opensInMs: 600_000 }, [100, 100]],
    ['an opening that is past is none', { turnsPerMinute: 60, opensInMs: -600_000 }, [280, 400]],
    ['a slow lane is told of few', { turnsPerMinute: 0.5, opensInMs: 0 }, [101, 102]],
  ] as const)('%s', (_, standing, [soonFrom, soonBelow]) => {
    expect(noticeBand({ served: 100, ...standing })).toEqual({ turnBelow: 100, soonFrom, soonBelow });
  });

  it.each([
    [50, true],
    [399, true],
    [400, false],
  ])('a place at %i that is seen first now comes too soon for "about five minutes": %s', (position, late) => {
    expect(isTurnOnly(position, open)).toBe(late);
  });

  it('over a whole wait each place hears each notice once, in order', () => {
    const heard: string[] = [];
    let request: NoticeRequest = { position: 1_000, ...untold };
    for (let served = 0; served <= 1_100; served += 7) {
      const due = dueNotice(request, noticeBand({ served, turnsPerMinute: 60, opensInMs: 0 }));
      if (due === null) continue;
      heard.push(`${due} at ${served}`);
      request = { ...request, soonTold: true, turnTold: due === 'turn' };
    }
    expect(heard).toEqual(['soon at 707', 'turn at 1001']);
  });
});
