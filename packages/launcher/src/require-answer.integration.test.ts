import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { anyFreePort } from './free-port.ts';
import { requireAnswer } from './require-answer.ts';

test('a database whose server is away is named with its variable and its place, without the password', async () => {
  const port = await anyFreePort();
  const asking = requireAnswer('DATABASE_URL', `postgres://owner:topsecret@127.0.0.1:${port}/fairgate`);
  await expect(asking).rejects.toThrow(
    `The server of DATABASE_URL does not answer at 127.0.0.1:${port} (ECONNREFUSED)`,
  );
  await expect(asking).rejects.not.toThrow('topsecret');
});

test('a server that takes connections is enough', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await requireAnswer('DATABASE_URL', `postgres://owner@127.0.0.1:${port}/fairgate`);
  server.close();
});
