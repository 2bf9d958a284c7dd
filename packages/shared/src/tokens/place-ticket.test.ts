import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signPlace, verifyPlace } from './place-ticket.ts';

const secret = Buffer.alloc(32, 7);
const place = {
  dropId: '0197a3c2-1111-7222-8333-444455556666',
  lane: 3,
  index: 4_000_000_000,
  accountId: '0197a3c2-aaaa-7bbb-8ccc-ddddeeeeffff',
};

describe('a place ticket', () => {
  it('says again what was signed', () => {
    expect(verifyPlace(signPlace(place, secret), [secret])).toEqual(place);
  });

  it('has the bytes that visitors already carry', () => {
    expect(signPlace(place, secret)).toBe(
      'AQGXo8IREXIigzNERFVVZmYD7msoAAGXo8Kqqnu7jMzd3e7u__8Fqtd1qaRzHWqLx6IHzRo6',
    );
  });

  it('is worth nothing under another secret', () => {
    expect(verifyPlace(signPlace(place, secret), [randomBytes(32)])).toBeNull();
  });

  it('is taken under a former secret while that is kept, and no longer', () => {
    const former = randomBytes(32);
    const old = signPlace(place, former);
    expect(verifyPlace(old, [secret, former])).toEqual(place);
    expect(verifyPlace(signPlace(place, secret), [secret, former])).toEqual(place);
    expect(verifyPlace(old, [secret])).toBeNull();
    expect(verifyPlace(old, [])).toBeNull();
  });

  it('is refused when any one bit is changed', () => {
    const bytes = Buffer.from(signPlace(place, secret), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(verifyPlace(changed.toString('base64url'), [secret])).toBeNull();
    }
  });

  it.each(['', 'a', 'x'.repeat(72), `${signPlace(place, secret)}=`, '€'.repeat(72), ' '.repeat(72)])(
    'is refused when it is %j',
    (text) => {
      expect(verifyPlace(text, [secret])).toBeNull();
    },
  );
});
