import { describe, expect, it } from 'vitest';
import { type Capacity, nextCapacity, type StageLoad, weighStage } from './capacity.ts';

const calm: StageLoad = {
  stage: 'orders',
  backlog: 0,
  oldestSeconds: 0,
  perSecond: 10,
  workers: 2,
  budgetSeconds: 0,
};

function after(loads: readonly Partial<StageLoad>[], stage: StageLoad['stage'] = 'orders'): Capacity {
  let capacity: Capacity | null = null;
  for (const [at, load] of loads.entries()) {
    const stages = [weighStage({ ...calm, stage, ...load }), weighStage({ ...calm, stage: 'payments' })];
    capacity = nextCapacity(capacity, stages, 1, at * 1_000);
  }
  if (capacity === null) throw new Error('nothing was weighed');
  return capacity;
}

describe('the share of the rate', () => {
  it('is all of it while work is done in time', () => {
    expect(after([{ backlog: 500, oldestSeconds: 4.9 }])).toMatchObject({ share: 1, slowedBy: null });
  });

  it('falls while work is late, and says because of what', () => {
    const late = { backlog: 300, oldestSeconds: 8 };
    expect(after([late])).toMatchObject({ share: 0.7, slowedBy: 'orders' });
    expect(after([late, late, late]).share).toBeCloseTo(0.343, 3);
    expect(after(new Array<object>(60).fill(late)).share).toBe(0.01);
  });

  it('is nothing while work is far too late', () => {
    expect(after([{ backlog: 900, oldestSeconds: 21 }])).toMatchObject({ share: 0, slowedBy: 'orders' });
  });

  it('comes back step by step', () => {
    const recovered = after([{ backlog: 900, oldestSeconds: 21 }, ...new Array<object>(4).fill({})]);
    expect(recovered).toMatchObject({ share: 0.4, slowedBy: 'orders' });
    const paid = after([{ budgetSeconds: 5 }, {}], 'payments');
    expect(paid).toMatchObject({ share: 0.1, slowedBy: 'payments' });
    expect(after([{ backlog: 900, oldestSeconds: 21 }, ...new Array<object>(11).fill({})])).toMatchObject({
      share: 1,
      slowedBy: null,
    });
  });

  it("falls when Stripe's budget makes calls wait", () => {
    expect(after([{ budgetSeconds: 2 }], 'payments')).toMatchObject({ share: 0.7, slowedBy: 'payments' });
  });

  it('says so when nobody is there to do the work', () => {
    expect(after([{ backlog: 1, oldestSeconds: 8, workers: 0 }])).toMatchObject({ slowedBy: 'workers' });
  });
});

describe('the workers needed', () => {
  it.each([
    { is: 'those there are, while they keep up', load: { backlog: 40, oldestSeconds: 3 }, needed: 2 },
    // 10 a second by two; 100 wait and are to be gone in 5 s: 30 a second, so six.
    { is: 'as many as catch up within the aim', load: { backlog: 100, oldestSeconds: 9 }, needed: 6 },
    { is: 'at least one more', load: { backlog: 1, oldestSeconds: 6 }, needed: 3 },
    { is: 'one, where there are none', load: { backlog: 9, oldestSeconds: 60, workers: 0 }, needed: 1 },
    {
      is: 'one more, where nothing gets done',
      load: { backlog: 9, oldestSeconds: 60, perSecond: 0 },
      needed: 3,
    },
    { is: 'never more than 64', load: { backlog: 10_000, oldestSeconds: 60, perSecond: 1 }, needed: 64 },
  ])('are $is', ({ load, needed }) => {
    expect(weighStage({ ...calm, ...load }).workersNeeded).toBe(needed);
  });
});
