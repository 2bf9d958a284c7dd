import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { anyFreePort, freePort } from './free-port.ts';

test('the preferred port is taken when it is free, another one when it is busy', async () => {
  const preferred = await anyFreePort();
  expect(await freePort(preferred)).toBe(preferred);
  const server = createServer().listen(preferred, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  expect(await freePort(preferred)).not.toBe(preferred);
  await new Promise((resolve) => server.close(resolve));
});

test('no port is named twice, however many are asked for at once', async () => {
  const ports = await Promise.all(Array.from({ length: 300 }, () => anyFreePort()));
  expect(new Set(ports).size).toBe(300);
});
