import { expect, test } from 'vitest';
import { connectionsOf } from './redis-commands.ts';

const list = [
  'id=3 addr=127.0.0.1:40001 laddr=127.0.0.1:6379 fd=8 name=gateway age=9 cmd=evalsha',
  'id=4 addr=127.0.0.1:40002 laddr=127.0.0.1:6379 fd=9 name=gateway-jobs age=9 cmd=evalsha',
  'id=5 addr=127.0.0.1:40003 laddr=127.0.0.1:6379 fd=9 name=gateway age=2 cmd=ping',
  'id=6 addr=127.0.0.1:40004 laddr=127.0.0.1:6379 fd=9 name= age=2 cmd=ping',
  '',
].join('\n');

test('only connections of the whole name are counted, and by their own address', () => {
  expect(connectionsOf(list, 'gateway')).toEqual(['127.0.0.1:40001', '127.0.0.1:40003']);
  expect(connectionsOf(list, 'queue-worker')).toEqual([]);
});
