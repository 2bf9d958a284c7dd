import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyIdOfTicketCode, signTicketCode, verifyTicketCode } from './ticket-code.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const ticket = {
  eventId: '0197a3c2-1111-7222-8333-444455556666',
  number: 199_999,
  version: 7,
  issueEpoch: 1,
};

describe('a ticket code', () => {
  const code = signTicketCode(ticket, privateKey, 'k1');

  it('is the same every time and says what was signed', () => {
    expect(signTicketCode(ticket, privateKey, 'k1')).toBe(code);
    expect(verifyTicketCode(code, publicKey)).toEqual(ticket);
  });

  it('names the key that it was signed with', () => {
    expect(keyIdOfTicketCode(code)).toBe('k1');
    expect(['', 'FG1', 'FG1.', 'FG2.a.b.c'].map(keyIdOfTicketCode)).toEqual([null, null, null, null]);
  });

  it('is worthless when any character is another', () => {
    for (let at = 0; at < code.length; at += 1) {
      const other = code[at] === 'A' ? 'B' : 'A';
      expect(verifyTicketCode(code.slice(0, at) + other + code.slice(at + 1), publicKey)).toBeNull();
    }
  });

  it('is worthless under another key', () => {
    expect(verifyTicketCode(code, generateKeyPairSync('ed25519').publicKey)).toBeNull();
  });

  it.each(['', 'FG1', 'FG1...', 'FG1.a.b.c', `${code}.x`, `FG2${code.slice(3)}`])('is not %j', (text) => {
    expect(verifyTicketCode(text, publicKey)).toBeNull();
  });
});
