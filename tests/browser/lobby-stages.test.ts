import { describe, expect, it } from 'vitest';

interface Place {
  readonly number: number;
  readonly rank: number | null;
}
interface LobbyModule {
  readonly stageOf: (status: object, entry: Place, lobby: number | null) => string;
  readonly withRank: (entry: Place, lobby: number | null) => Place;
  readonly rankDelaySeconds: (joined: number, random: number) => number;
}

describe('where a place stands around a draw', async () => {
  const { stageOf, withRank, rankDelaySeconds } = (await import(
    new URL('../../web/lobby.js', import.meta.url).href
  )) as LobbyModule;

  it.each([
    ['without a lobby', 'lobby', 'none', { number: 3, rank: 4 }, null, 'line'],
    ['before the seal', 'lobby', 'scheduled', { number: 3, rank: null }, null, 'lobby'],
    ['sealed, not known of how many', 'lobby', 'sealed', { number: 3, rank: null }, null, 'sealed'],
    ['sealed', 'lobby', 'sealed', { number: 3, rank: null }, 10, 'sealed'],
    ['joined after the seal', 'lobby', 'sealed', { number: 10, rank: 11 }, 10, 'behind'],
    [
      'joined after a seal of which the status has not heard',
      'lobby',
      'scheduled',
      { number: 10, rank: null },
      10,
      'behind',
    ],
    ['drawn, the rank not asked for', 'lobby', 'drawn', { number: 3, rank: null }, 10, 'sealed'],
    ['drawn', 'lobby', 'drawn', { number: 3, rank: 7 }, 10, 'drawn'],
    ['drawn, joined after the seal', 'lobby', 'drawn', { number: 10, rank: 11 }, 10, 'behind'],
    ['open before the draw', 'open', 'sealed', { number: 3, rank: null }, 10, 'finishing'],
    [
      'open before the draw, joined after the seal',
      'open',
      'sealed',
      { number: 10, rank: 11 },
      10,
      'finishing',
    ],
    ['open and drawn, the rank not asked for', 'open', 'drawn', { number: 3, rank: null }, 10, 'finishing'],
    ['open and drawn', 'open', 'drawn', { number: 3, rank: 7 }, 10, 'line'],
  ] as const)('%s', (_name, phase, draw, entry, lobby, stage) => {
    expect(stageOf({ phase, draw }, entry, lobby)).toBe(stage);
  });

  it('who joined after the seal is told a place before the draw, who is in the lobby is not', () => {
    expect(withRank({ number: 10, rank: null }, 10).rank).toBe(11);
    expect(withRank({ number: 9, rank: null }, 10).rank).toBeNull();
    expect(withRank({ number: 10, rank: null }, null).rank).toBeNull();
    expect(withRank({ number: 3, rank: 7 }, 10).rank).toBe(7);
  });

  it('a few ask for their rank at once, a crowd over some seconds', () => {
    expect(rankDelaySeconds(50, 0.5)).toBe(0.05);
    expect(rankDelaySeconds(1_000_000, 0.999)).toBeLessThan(8);
    expect(rankDelaySeconds(1_000_000, 0.5)).toBe(4);
  });
});
