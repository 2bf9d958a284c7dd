import { createHmac, timingSafeEqual } from 'node:crypto';

/** A place in a drop's line, as the visitor carries it. It says where, not that one may come in. */
export interface Place {
  readonly dropId: string;
  readonly lane: number;
  /** 0-based index in the lane, in the order of joining. */
  readonly index: number;
  readonly accountId: string;
}

const version = 1;
const bodyBytes = 1 + 16 + 1 + 4 + 16;
const macBytes = 16;

/**
 * HMAC-SHA-256, cut to 128 bits, over fields of fixed length: version, drop, lane, index, account. 72 characters of
 * base64url. Verified without Redis; a place is worth nothing without its account's session.
 */
export function signPlace(place: Place, secret: Uint8Array): string {
  const body = Buffer.alloc(bodyBytes);
  body.writeUInt8(version, 0);
  body.write(place.dropId.replaceAll('-', ''), 1, 'hex');
  body.writeUInt8(place.lane, 17);
  body.writeUInt32BE(place.index, 18);
  body.write(place.accountId.replaceAll('-', ''), 22, 'hex');
  return Buffer.concat([body, macOf(body, secret)]).toString('base64url');
}

/**
 * The place, or null when the text is not one of ours. Time does not depend on where it differs.
 * @param secrets any of them may have signed it, so that one can replace another
 */
export function verifyPlace(text: string, secrets: readonly Uint8Array[]): Place | null {
  if (text.length !== Math.ceil(((bodyBytes + macBytes) * 4) / 3)) return null;
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== bodyBytes + macBytes || bytes.toString('base64url') !== text) return null;
  const body = bytes.subarray(0, bodyBytes);
  const mac = bytes.subarray(bodyBytes);
  if (!secrets.some((secret) => timingSafeEqual(macOf(body, secret), mac))) return null;
  if (body.readUInt8(0) !== version) return null;
  return {
    dropId: uuidText(body.subarray(1, 17)),
    lane: body.readUInt8(17),
    index: body.readUInt32BE(18),
    accountId: uuidText(body.subarray(22, 38)),
  };
}

function macOf(body: Uint8Array, secret: Uint8Array): Buffer {
  return createHmac('sha256', secret).update('fairgate-place').update(body).digest().subarray(0, macBytes);
}

function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
