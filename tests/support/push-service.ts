import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PushSubscription } from '@fairgate/shared/contracts/notices.ts';

/** A push as its browser would read it. */
export interface TakenPush {
  readonly name: string;
  readonly headers: IncomingMessage['headers'];
  readonly words: { title: string; body: string; path: string; tag: string };
  /** The public key by which the sender was told, once its signature is checked. */
  readonly senderKey: string;
  readonly contact: string;
}

export interface PushService {
  readonly origin: string;
  /** A browser's subscription; its name stands at the end of its endpoint. */
  readonly subscribe: (name: string) => PushSubscription;
  readonly taken: readonly TakenPush[];
  /** Called, whether or not it was taken. By name. */
  readonly calls: ReadonlyMap<string, number>;
  /** What it answers for a name from now on; `hang`: nothing. 201 when it was not said. */
  readonly answer: (name: string, how: number | 'hang') => void;
  readonly close: () => Promise<void>;
}

interface Browser {
  readonly ecdh: ECDH;
  readonly auth: Buffer;
}

/** Plays a push service and the browsers behind it (RFC 8030, 8291, 8292): nothing of the sender's code is used. */
export async function startPushService(): Promise<PushService> {
  const browsers = new Map<string, Browser>();
  const answers = new Map<string, number | 'hang'>();
  const calls = new Map<string, number>();
  const taken: TakenPush[] = [];
  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = decodeURIComponent(String(request.url).split('/').at(-1) ?? '');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    calls.set(name, (calls.get(name) ?? 0) + 1);
    const answer = answers.get(name) ?? 201;
    if (answer === 'hang') return;
    const browser = browsers.get(name);
    if (answer === 201 && browser !== undefined) {
      const words = JSON.parse(decrypt(Buffer.concat(chunks), browser));
      const sender = checkSender(String(request.headers.authorization), origin);
      taken.push({ name, headers: request.headers, words, ...sender });
    }
    response
      .writeHead(answer, answer >= 300 && answer < 400 ? { location: `${origin}/elsewhere` } : {})
      .end();
  }

  return {
    origin,
    subscribe(name) {
      const ecdh = createECDH('prime256v1');
      const p256dh = ecdh.generateKeys('base64url');
      const auth = randomBytes(16);
      browsers.set(name, { ecdh, auth });
      return { endpoint: `${origin}/push/${name}`, keys: { p256dh, auth: auth.toString('base64url') } };
    },
    taken,
    calls,
    answer: (name, how) => void answers.set(name, how),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** RFC 8188 with the key of RFC 8291; one record. */
function decrypt(body: Buffer, { ecdh, auth }: Browser): string {
  const salt = body.subarray(0, 16);
  const keyEnd = 21 + body.readUInt8(20);
  const senderPublic = body.subarray(21, keyEnd);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), senderPublic]);
  const derived = (secret: Buffer, with_: Buffer, what: string | Buffer, bytes: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, with_, what, bytes));
  const keying = derived(ecdh.computeSecret(senderPublic), auth, info, 32);
  const key = derived(keying, salt, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = derived(keying, salt, 'Content-Encoding: nonce\0', 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(body.subarray(-16));
  const plain = Buffer.concat([decipher.update(body.subarray(keyEnd, -16)), decipher.final()]);
  return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8');
}

/** The token is signed by the key that is named with it, for this service and for hours at most. */
function checkSender(authorization: string, origin: string): { senderKey: string; contact: string } {
  const [, token = '', senderKey = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  const [head, claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(senderKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
  if (!isSigned || aud !== origin || exp > Date.now() / 1000 + 24 * 3600)
    throw new Error('a push is not signed as it must be');
  return { senderKey, contact: sub };
}
