import { expect, test } from 'vitest';
import { readAddress, withDatabase } from './connection-address.ts';

test('Prisma’s own parameters are taken out, the others left to the driver', () => {
  expect(
    readAddress(
      'postgresql://o%40x:secret@db.example:6543/sale?schema=public&connect_timeout=2&sslmode=require',
    ),
  ).toEqual({
    url: 'postgresql://o%40x:secret@db.example:6543/sale?sslmode=require',
    host: 'db.example',
    port: '6543',
    user: 'o@x',
    database: 'sale',
    connectMillisMax: 2_000,
  });
});

test('port, database and patience have defaults', () => {
  expect(readAddress('postgres://owner@localhost')).toMatchObject({
    port: '5432',
    database: 'owner',
    connectMillisMax: 5_000,
  });
});

test.each([undefined, '', 'fairgate', 'postgresql://h/d?schema=other'])('%s is P1013', (url) => {
  expect(() => readAddress(url)).toThrow(expect.objectContaining({ code: 'P1013' }));
});

test('another database of the same server keeps user and parameters', () => {
  const own = readAddress('postgresql://u:p@h:1/sale?sslmode=require');
  expect(withDatabase(own, 'post gres')).toMatchObject({
    url: 'postgresql://u:p@h:1/post%20gres?sslmode=require',
    database: 'post gres',
  });
});
