import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signReturn, verifyReturn } from './return-ticket.ts';

describe('the ticket of a return', () => {
  const [secret, older] = [randomBytes(32), randomBytes(32)];
  const ticket = { admissionId: randomUUID(), accountId: randomUUID(), failedAt: 1_795_000_000 };

  it('is read as it was signed, by the present secret and those before', () => {
    expect(verifyReturn(signReturn(ticket, secret), [secret, older])).toEqual(ticket);
    expect(verifyReturn(signReturn(ticket, older), [secret, older])).toEqual(ticket);
    expect(verifyReturn(signReturn(ticket, older), [secret])).toBeNull();
  });

  it('is nobody’s when a single character differs', () => {
    const text = signReturn(ticket, secret);
    for (let at = 0; at < text.length; at += 1) {
      const other = text[at] === 'a' ? 'b' : 'a';
      expect(verifyReturn(text.slice(0, at) + other + text.slice(at + 1), [secret])).toBeNull();
    }
    for (const wrong of ['', `${text}A`, text.slice(1), text.toUpperCase(), text.replace('.', ',')])
      expect(verifyReturn(wrong, [secret])).toBeNull();
  });
});
