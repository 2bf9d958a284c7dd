import { expect, test } from 'vitest';
import { explainEngineFailure, type FailureContext } from './engine-failure.ts';
import { KnownError } from './known-error.ts';

const nothing: FailureContext = {
  panic: undefined,
  connector: { connectionFailure: () => undefined, scriptFailure: () => undefined },
  registry: { consumeError: () => undefined },
};
const unreachable = new KnownError('P1001', 'unreachable');
const division = Object.assign(new Error('division by zero'), {
  code: '22012',
  severity: 'ERROR',
  where: 'line 4',
});

test('a panic is told with the words of the Rust code', () => {
  const panic = { ...nothing, panic: 'index out of bounds' };
  expect(explainEngineFailure(new Error('unreachable'), panic)).toMatchObject({
    message: expect.stringContaining('index out of bounds'),
  });
});

test('a failure to connect goes before what the engine makes of it', () => {
  const connector = { ...nothing.connector, connectionFailure: () => unreachable };
  expect(explainEngineFailure(new Error('no connection'), { ...nothing, connector })).toBe(unreachable);
});

test('an error that has a code stays as it is', () => {
  const failed = Object.assign(new Error('failed migrations'), { code: 'P3009' });
  const connector = { ...nothing.connector, scriptFailure: () => ({ error: division, line: 2 }) };
  expect(explainEngineFailure(failed, { ...nothing, connector })).toBe(failed);
});

test('an error that the engine knows by a number only is looked up', () => {
  const registry = { consumeError: (id: number) => (id === 3 ? { error: division } : undefined) };
  expect(explainEngineFailure(new Error('External error id#3'), { ...nothing, registry })).toBe(division);
});

test('a failed migration is P3018 with its name, line, SQLSTATE and the server’s words', () => {
  const connector = { ...nothing.connector, scriptFailure: () => ({ error: division, line: 2 }) };
  const thrown = new Error('external connector error\n   with migration_name="20260101_x"');
  const explained = explainEngineFailure(thrown, { ...nothing, connector });
  expect(explained).toMatchObject({ code: 'P3018' });
  for (const words of ['20260101_x (line 2', '22012', 'division by zero', 'WHERE: line 4']) {
    expect((explained as Error).message).toContain(words);
  }
});
