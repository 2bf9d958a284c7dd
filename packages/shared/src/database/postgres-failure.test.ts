import { describe, expect, it } from 'vitest';
import { askAgain, type PostgresFailure, postgresFailure } from './postgres-failure.ts';

/** As Prisma hands on what Postgres said of a raw statement. */
const raised = (originalCode: string) => ({
  code: 'P2010',
  message: 'Raw query failed',
  meta: { driverAdapterError: { cause: { originalCode } } },
});

const states: [string, PostgresFailure | null][] = [
  ['40P01', 'rolledBack'],
  ['40001', 'rolledBack'],
  ['55P03', 'busy'],
  ['57014', 'busy'],
  ['53300', 'busy'],
  ['53100', 'full'],
  ['53200', 'full'],
  ['57P01', 'away'],
  ['57P02', 'away'],
  ['57P03', 'away'],
  ['25006', 'away'],
  ['08006', 'away'],
  ['08P01', 'away'],
  ['23505', null],
  ['22P02', null],
  ['42P01', null],
];

describe('an error of the database', () => {
  it.each(states)('SQLSTATE %s is %s', (state, failure) => {
    expect(postgresFailure(raised(state))).toBe(failure);
  });

  it.each<[string, unknown, PostgresFailure | null]>([
    ['a refused connection', Object.assign(new Error(), { code: 'ECONNREFUSED' }), 'away'],
    [
      'a server that refuses, asked by a raw statement',
      {
        code: 'P2010',
        message: '',
        meta: { driverAdapterError: { cause: { kind: 'DatabaseNotReachable' } } },
      },
      'away',
    ],
    ['a connection that ended', new Error('Connection terminated unexpectedly'), 'away'],
    ['a pool that is used up', new Error('timeout exceeded when trying to connect'), 'busy'],
    ['a server that says nothing', new Error('Query read timeout'), 'silent'],
    ["Prisma's closed connection", { code: 'P1017', message: '' }, 'away'],
    ['a fault of ours', new TypeError('undefined is not a function'), null],
    ['nothing', null, null],
  ])('%s', (_name, error, failure) => {
    expect(postgresFailure(error)).toBe(failure);
  });
});

describe('asking again', () => {
  const failing = (state: string, times: number) => {
    let asked = 0;
    return {
      asked: () => asked,
      statement: async () => {
        asked += 1;
        if (asked <= times) throw raised(state);
        return 'SOLD';
      },
    };
  };

  it.each(['40P01', '57P01', '08006'])('follows %s', async (state) => {
    const { statement } = failing(state, 2);
    expect(await askAgain(statement)).toBe('SOLD');
  });

  it.each(['23505', '57014', '53100', '55P03'])('does not follow %s', async (state) => {
    const { statement, asked } = failing(state, 1);
    await expect(askAgain(statement)).rejects.toMatchObject(raised(state));
    expect(asked()).toBe(1);
  });

  it('ends', async () => {
    const { statement, asked } = failing('57P03', Number.POSITIVE_INFINITY);
    await expect(askAgain(statement)).rejects.toMatchObject(raised('57P03'));
    expect(asked()).toBe(4);
  });
});
