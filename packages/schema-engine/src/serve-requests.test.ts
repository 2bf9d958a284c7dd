import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { KnownError } from './known-error.ts';
import type { Handler } from './requests.ts';
import { serveRequests } from './serve-requests.ts';

async function converse(handlers: Readonly<Record<string, Handler>>, ...lines: string[]): Promise<unknown[]> {
  const input = new PassThrough();
  const output = new PassThrough();
  input.end(lines.join('\n'));
  await serveRequests(new Map(Object.entries(handlers)), input, output);
  output.end();
  const answers = (await text(output)).trimEnd();
  return answers === '' ? [] : answers.split('\n').map((line): unknown => JSON.parse(line));
}

const request = (id: number, method: string, params?: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });

test('a request gets the result of its handler, and null when there is none', async () => {
  const handlers = { double: async (params: unknown) => Number(params) * 2, rest: async () => undefined };
  expect(await converse(handlers, request(1, 'double', 21), '', request(2, 'rest'))).toEqual([
    { jsonrpc: '2.0', id: 1, result: 42 },
    { jsonrpc: '2.0', id: 2, result: null },
  ]);
});

test('requests are answered one after the other', async () => {
  let running = 0;
  let atOnce = 0;
  const slow: Handler = async () => {
    running += 1;
    atOnce = Math.max(atOnce, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
  };
  await converse({ slow }, request(1, 'slow'), request(2, 'slow'), request(3, 'slow'));
  expect(atOnce).toBe(1);
});

test('a text is printed before the answer, and the acknowledgement is no request', async () => {
  const show: Handler = async (_, print) => print('steps');
  const [printed, answer] = await converse(
    { show },
    request(1, 'show'),
    '{"jsonrpc":"2.0","id":1000000,"result":{}}',
  );
  expect(printed).toMatchObject({ method: 'print', params: { content: 'steps' } });
  expect(answer).toEqual({ jsonrpc: '2.0', id: 1, result: null });
});

test('a failure is an answer with its message and code, and the next request is served', async () => {
  const fail: Handler = () => Promise.reject(new KnownError('P1001', 'unreachable'));
  const [failed, next] = await converse(
    { fail, rest: async () => 1 },
    request(1, 'fail'),
    request(2, 'rest'),
  );
  expect(failed).toMatchObject({
    id: 1,
    error: { code: 4466, data: { is_panic: false, message: 'unreachable', error_code: 'P1001' } },
  });
  expect(next).toMatchObject({ id: 2, result: 1 });
});

test('an unknown method is refused', async () => {
  expect(await converse({}, request(1, 'paint'))).toMatchObject([{ id: 1, error: { code: -32601 } }]);
});
