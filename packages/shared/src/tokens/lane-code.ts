import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { readCode, writeCode } from './typed-code.ts';

/** Codes that open a lane: some are made, some are words that a vendor chose, and those of invitations follow from an id. */
export interface LaneCodes {
  /** What is kept of a code, 32 bytes: nobody who reads the database can try words against it. */
  readonly hashOf: (dropId: string, code: string) => Buffer;
  /** The code of an invitation: kept nowhere, and the same whenever its mail is written. */
  readonly invitationCodeOf: (codeId: string) => string;
}

const codeBytes = 10;

/** 80 random bits as 16 characters in groups: `K7Q2M-…`. */
export function newLaneCode(): string {
  return writeCode(randomBytes(codeBytes));
}

export function createLaneCodes(encryptionKey: Uint8Array): LaneCodes {
  const keyFor = (use: string): Buffer => Buffer.from(hkdfSync('sha256', encryptionKey, '', use, 32));
  const [hashing, inviting] = [keyFor('fairgate lane codes'), keyFor('fairgate lane invitations')];
  return {
    hashOf: (dropId, code) =>
      createHmac('sha256', hashing)
        .update(`${dropId}:${readCode(code)}`)
        .digest(),
    invitationCodeOf: (codeId) =>
      writeCode(createHmac('sha256', inviting).update(codeId).digest().subarray(0, codeBytes)),
  };
}
