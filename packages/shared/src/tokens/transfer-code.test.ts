import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTransferCodes } from './transfer-code.ts';

const codes = createTransferCodes(Buffer.alloc(32, 7));
const transferId = '0197a3c2-1111-8222-8333-444455556666';

describe('a transfer code', () => {
  const code = codes.codeOf(transferId);

  it('is the same every time, in every process that has the key', () => {
    expect(createTransferCodes(Buffer.alloc(32, 7)).codeOf(transferId)).toBe(code);
    expect(code).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(codes.proves(transferId, code)).toBe(true);
  });

  it('is of one transfer and one key', () => {
    expect(codes.proves(randomUUID(), code)).toBe(false);
    expect(createTransferCodes(Buffer.alloc(32, 8)).proves(transferId, code)).toBe(false);
  });

  it('is worthless when any character is another', () => {
    for (let at = 0; at < code.length; at += 1) {
      const other = code[at] === 'A' ? 'B' : 'A';
      expect(codes.proves(transferId, code.slice(0, at) + other + code.slice(at + 1))).toBe(false);
    }
  });

  it.each(['', 'A', `${codes.codeOf(transferId)}A`, `${codes.codeOf(transferId)}=`])('is not %j', (text) => {
    expect(codes.proves(transferId, text)).toBe(false);
  });
});
