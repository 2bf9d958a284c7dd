import { describe, expect, it } from 'vitest';
import webPush from 'web-push';
import { pushContact } from './open-pusher.ts';
import { isCurvePoint, readVapidKey } from './vapid-key.ts';

it("a key pair's private half is enough", () => {
  for (let round = 0; round < 20; round += 1) {
    const pair = webPush.generateVAPIDKeys();
    expect(readVapidKey(pair.privateKey)).toEqual(pair);
  }
});

it.each([
  ['too short', 'abc'],
  ['of other letters', `${'A'.repeat(42)}+`],
  ['zero', Buffer.alloc(32).toString('base64url')],
  ['beyond the order of the curve', Buffer.alloc(32, 0xff).toString('base64url')],
])('a private key that is %s is refused', (_, text) => {
  expect(() => readVapidKey(text)).toThrow('must be the private key');
});

it('a key that is no point of the curve is known before anything is encrypted for it', () => {
  expect(isCurvePoint(webPush.generateVAPIDKeys().publicKey)).toBe(true);
  expect(isCurvePoint(Buffer.alloc(65, 4).toString('base64url'))).toBe(false);
  expect(isCurvePoint('BA')).toBe(false);
});

describe('a push service may turn to', () => {
  it.each([
    ['https://tickets.example.org', 'Fairgate <a@b.example>', 'https://tickets.example.org'],
    ['http://127.0.0.1:4400', 'Fairgate <a@b.example>', 'mailto:a@b.example'],
    ['http://127.0.0.1:4400', 'a@b.example', 'mailto:a@b.example'],
    ['http://127.0.0.1:4400', 'nobody', 'mailto:tickets@fairgate.invalid'],
  ])('%s, %s: %s', (publicUrl, from, contact) => {
    expect(pushContact(publicUrl, from)).toBe(contact);
  });
});
