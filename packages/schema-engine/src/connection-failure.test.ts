import { expect, test } from 'vitest';
import { readAddress } from './connection-address.ts';
import { explainConnectionFailure } from './connection-failure.ts';

const address = readAddress('postgresql://owner:p@db.example:6543/sale');

function refusal(code: string): Error {
  return Object.assign(new Error('refused'), { code, severity: 'FATAL' });
}

test.each([
  ['28P01', 'P1000', '`owner`'],
  ['28000', 'P1010', '`sale`'],
  ['3D000', 'P1003', '`sale`'],
  ['53300', 'P2037', 'refused'],
])('SQLSTATE %s is %s and names %s', (sqlState, code, named) => {
  expect(explainConnectionFailure(refusal(sqlState), address)).toMatchObject({
    code,
    message: expect.stringContaining(named),
  });
});

test.each([
  ['a refused connection', Object.assign(new Error(''), { code: 'ECONNREFUSED' }), 'P1001'],
  ['a timeout, which has no code', new Error('timeout expired'), 'P1001'],
  ['a certificate nobody signed', new Error('self-signed certificate'), 'P1011'],
  ['a server without TLS', new Error('The server does not support SSL connections'), 'P1011'],
])('%s', (_, error, code) => {
  expect(explainConnectionFailure(error, address)).toMatchObject({ code });
});

test('what has no code of Prisma’s stays as it is', () => {
  const starting = refusal('57P03');
  expect(explainConnectionFailure(starting, address)).toBe(starting);
});
