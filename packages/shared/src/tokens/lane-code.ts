import { createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Codes that open a lane: some are made, some are words that a vendor chose, and those of invitations follow from an id. */
export interface LaneCodes {
  /** What is kept of a code, 32 bytes: nobody who reads the database can try words against it. */
  readonly hashOf: (dropId: string, code: string) => Buffer;
  /** The code of an invitation: kept nowhere, and the same whenever its mail is written. */
  readonly invitationCodeOf: (codeId: string) => string;
}

/** Crockford's base 32: no letter is taken for a digit. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groupLength = 5;
const codeBytes = 10;

/** 80 random bits as 16 characters in groups: `K7Q2M-…`. */
export function newLaneCode(): string {
  return written(randomBytes(codeBytes));
}

export function createLaneCodes(encryptionKey: Uint8Array): LaneCodes {
  const keyFor = (use: string): Buffer => Buffer.from(hkdfSync('sha256', encryptionKey, '', use, 32));
  const [hashing, inviting] = [keyFor('fairgate lane codes'), keyFor('fairgate lane invitations')];
  return {
    hashOf: (dropId, code) =>
      createHmac('sha256', hashing)
        .update(`${dropId}:${normalized(code)}`)
        .digest(),
    invitationCodeOf: (codeId) =>
      written(createHmac('sha256', inviting).update(codeId).digest().subarray(0, codeBytes)),
  };
}

/** As people type it: case, spaces and hyphens do not matter. */
function normalized(code: string): string {
  return code.toUpperCase().replaceAll(/[ -]/g, '');
}

function written(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let at = 0; at < (bytes.length * 8) / 5; at += 1) {
    text = digits[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return text.replaceAll(new RegExp(`.{${groupLength}}(?=.)`, 'g'), '$&-');
}
