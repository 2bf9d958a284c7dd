import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/**
 * The code that proves that somebody got the mail of an offer. It follows from the transfer's id and a secret of ours, so
 * it is kept nowhere: whoever reads the database cannot accept what was offered to others.
 */
export interface TransferCodes {
  /** 22 characters of base64url: HMAC-SHA-256 cut to 128 bits. */
  readonly codeOf: (transferId: string) => string;
  /** Takes as long for a wrong code as for the right one. */
  readonly proves: (transferId: string, code: string) => boolean;
}

const codeBytes = 16;

export function createTransferCodes(encryptionKey: Uint8Array): TransferCodes {
  const secret = Buffer.from(hkdfSync('sha256', encryptionKey, '', 'fairgate transfer codes', 32));
  const macOf = (transferId: string): Buffer =>
    createHmac('sha256', secret).update(transferId).digest().subarray(0, codeBytes);
  return {
    codeOf: (transferId) => macOf(transferId).toString('base64url'),
    proves(transferId, code) {
      const bytes = Buffer.from(code, 'base64url');
      // The same bytes can be written in several ways; only one of them is the code.
      if (bytes.length !== codeBytes || bytes.toString('base64url') !== code) return false;
      return timingSafeEqual(bytes, macOf(transferId));
    },
  };
}
