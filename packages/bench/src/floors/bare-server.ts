import { parseArgs } from 'node:util';
import { connectRedis, untilConnected } from '@fairgate/shared/redis/connect.ts';
import fastify from 'fastify';
import { importJWK, type JWK, jwtVerify } from 'jose';

// The least that an HTTP service of this kind does, in a process of its own: what the gateway is held against.

const { values } = parseArgs({
  options: {
    ...{ port: { type: 'string' }, redis: { type: 'string' }, key: { type: 'string' } },
    ...{ issuer: { type: 'string' }, document: { type: 'string' } },
  },
});
const { port = '', redis: redisUrl = '', key: jwk = '{}', issuer = '', document = '{}' } = values;
const algorithm = 'EdDSA';
const key = await importJWK(JSON.parse(jwk) as JWK, algorithm);
const redis = connectRedis(redisUrl, 'bench-floor');
await untilConnected(redis);
const app = fastify();

/** A token is verified and something is counted: no place, no limits, no log. */
app.post('/join', async (request) => {
  const token = (request.headers.authorization ?? '').slice('Bearer '.length);
  const { payload } = await jwtVerify(token, key, {
    ...{ algorithms: [algorithm], issuer, audience: 'fairgate', typ: 'access+jwt' },
    requiredClaims: ['sub', 'iat', 'exp'],
  });
  return { account: payload.sub, number: await redis.incr('bench:floor') };
});

/** The same bytes for everybody, made before. */
app.get('/status', (_request, reply) => {
  reply.type('application/json').send(document);
});

app.get('/health', () => ({}));
await app.listen({ host: '127.0.0.1', port: Number(port) });
