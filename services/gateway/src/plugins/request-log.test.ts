import { Writable } from 'node:stream';
import fastify, { LogController } from 'fastify';
import { expect, test } from 'vitest';
import { logAnswers } from './request-log.ts';

async function linesOf(level: string): Promise<{ msg: string; level: number }[]> {
  const lines: { msg: string; level: number }[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const app = fastify({
    logger: { level, stream },
    logController: new LogController({ disableRequestLogging: true }),
  });
  logAnswers(app);
  app.get('/well', async () => 'well');
  app.get('/refused', async (_request, reply) => reply.code(404).send());
  app.get('/failed', async (_request, reply) => reply.code(503).send());
  for (const url of ['/well', '/refused', '/failed']) await app.inject({ url });
  await app.close();
  return lines;
}

test('at the usual level only failures of ours are written', async () => {
  expect((await linesOf('info')).map(({ msg, level }) => [msg, level])).toEqual([['failed', 40]]);
});

test('at debug every answer has one line', async () => {
  expect((await linesOf('debug')).map(({ msg }) => msg)).toEqual(['answered', 'answered', 'failed']);
});
