import { createHash, randomBytes } from 'node:crypto';
import { readCode, writeCode } from './typed-code.ts';

const codeBytes = 5;

/** 40 random bits as `K7Q2-M9XT`: good once, for minutes, and for one admission of one account. */
export function newMoveCode(): string {
  return writeCode(randomBytes(codeBytes), 4);
}

/** What is kept of it. 32 bytes. */
export function hashOfMoveCode(admissionId: string, code: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    createHash('sha256')
      .update(`${admissionId}:${readCode(code)}`)
      .digest(),
  );
}
