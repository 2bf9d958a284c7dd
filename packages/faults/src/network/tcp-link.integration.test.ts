import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { anyFreePort } from '@fairgate/launcher/free-port.ts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openLink, type TcpLink } from './tcp-link.ts';

let link: TcpLink;
const heard: string[] = [];
const server = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    heard.push(String(chunk));
    socket.write(`echo ${chunk}`);
  });
});

beforeAll(async () => {
  const port = await anyFreePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  link = await openLink('echo', await anyFreePort(), port);
});
afterAll(async () => {
  await link.close();
  server.close();
});
beforeEach(() => {
  heard.length = 0;
  link.set('open');
});

async function speak(): Promise<{ socket: Socket; said: string[]; closed: () => boolean }> {
  const socket = connect(link.port, '127.0.0.1');
  socket.on('error', () => undefined);
  const said: string[] = [];
  let closed = false;
  socket.on('data', (chunk) => said.push(String(chunk)));
  socket.on('close', () => {
    closed = true;
  });
  await once(socket, 'connect');
  return { socket, said, closed: () => closed };
}

it('an open link passes both ways, a delayed one later', async () => {
  const { socket, said } = await speak();
  socket.write('a');
  await expect.poll(() => said).toEqual(['echo a']);
  link.set('open', 150);
  const startedAt = performance.now();
  socket.write('b');
  await expect.poll(() => said).toEqual(['echo a', 'echo b']);
  expect(performance.now() - startedAt).toBeGreaterThan(290);
  socket.destroy();
});

it('a cut resets what is open and refuses what is new', async () => {
  const open = await speak();
  link.set('cut');
  await expect.poll(open.closed).toBe(true);
  const late = await speak();
  await expect.poll(late.closed).toBe(true);
});

it('a swallowing link accepts and says nothing, and ends such connections when it opens', async () => {
  link.set('swallow');
  const { socket, said, closed } = await speak();
  socket.write('a');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect({ heard, said, closed: closed() }).toEqual({ heard: [], said: [], closed: false });
  link.set('open');
  await expect.poll(closed).toBe(true);
});

it.each([
  ['upOnly', ['a'], [], 1],
  ['downOnly', [], [], 0],
] as const)('%s passes one way, and counts the answers that it lost', async (mode, up, down, lost) => {
  const before = link.lostAnswers;
  const { socket, said } = await speak();
  link.set(mode);
  socket.write('a');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect({ heard, said }).toEqual({ heard: up, said: down });
  expect(link.lostAnswers - before).toBe(lost);
  socket.destroy();
});
