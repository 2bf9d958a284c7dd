import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOver, type PressureLimits, shedUnderPressure } from './pressure.ts';
import { answerProblems } from './problems.ts';

const limits: PressureLimits = {
  sampleMs: 100,
  ordinary: { delayMsMax: 30, utilisationMax: 0.98 },
  shedLast: { delayMsMax: 200, utilisationMax: 0.98 },
};

/** Keeps the loop busy in turns of `turnMs`: every timer is late by about that. */
async function busyLoop(turnMs: number, wholeMs: number): Promise<void> {
  const end = performance.now() + wholeMs;
  while (performance.now() < end) {
    const until = performance.now() + turnMs;
    while (performance.now() < until);
    await turn();
  }
}

describe('under pressure', () => {
  let app: FastifyInstance;
  beforeEach(async () => {
    app = fastify();
    answerProblems(app);
    shedUnderPressure(app, limits);
    app.get('/ordinary', { config: { policy: 'anyone', limit: 'read' } }, async () => 'served');
    app.get('/shop', { config: { policy: 'anyone', limit: 'read', shedLast: true } }, async () => 'served');
    app.get('/health', { config: { policy: 'anyone', limit: 'machine' } }, async () => 'served');
    await app.ready();
  });
  afterEach(() => app.close());

  const statuses = async () => {
    const answers = await Promise.all(['/ordinary', '/shop', '/health'].map((url) => app.inject(url)));
    return answers.map(({ statusCode }) => statusCode);
  };

  it('everybody is served while the loop keeps up, and again when it does', async () => {
    await sleep(150);
    expect(await statuses()).toEqual([200, 200, 200]);
    await busyLoop(400, 1600);
    expect(await statuses()).toEqual([503, 503, 200]);
    await sleep(400);
    expect(await statuses()).toEqual([200, 200, 200]);
  });

  it('shoppers with an admission are refused last, machines never', async () => {
    await busyLoop(90, 700);
    expect(await statuses()).toEqual([503, 200, 200]);
    await busyLoop(500, 2000);
    expect(await statuses()).toEqual([503, 503, 200]);
  });

  it('one long step refuses nobody', async () => {
    await busyLoop(400, 400);
    expect(await statuses()).toEqual([200, 200, 200]);
    await sleep(120);
    expect(await statuses()).toEqual([200, 200, 200]);
  });

  it('the refused are told when to come back, not all at the same time', async () => {
    await busyLoop(400, 1600);
    const answers = await Promise.all(Array.from({ length: 40 }, () => app.inject('/ordinary')));
    expect(answers[0]?.json()).toMatchObject({ code: 'OVERLOADED', status: 503 });
    const seconds = answers.map(({ headers }) => Number(headers['retry-after']));
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...seconds)).toBeLessThanOrEqual(5);
    expect(new Set(seconds).size).toBeGreaterThan(1);
  });
});

describe('a loop', () => {
  const limit = { delayMsMax: 500, utilisationMax: 0.98 };
  it.each([
    ['that is idle is not over', { delayMs: 0, utilisation: 0.1 }, false],
    ['that is busy and keeps up is not over', { delayMs: 40, utilisation: 1 }, false],
    ['that is late now and then is not over', { delayMs: 400, utilisation: 0.7 }, false],
    ['that is late and never idle is over', { delayMs: 260, utilisation: 0.99 }, true],
    ['that is very late is over', { delayMs: 501, utilisation: 0.5 }, true],
  ])('%s', (_name, sample, over) => {
    expect(isOver(sample, limit)).toBe(over);
  });
});
