import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** What a gate must know of a ticket. A transfer or refund raises the version, which makes the old code worthless. */
export interface TicketCode {
  readonly eventId: string;
  readonly number: number;
  readonly version: number;
  /**
   * Raised by every restore of the database to an earlier time. A code of an earlier epoch is good only if its version is
   * still the ledger's newest of the ticket: it may tell of an entry that was lost.
   */
  readonly issueEpoch: number;
}

const prefix = 'FG1';

/**
 * `FG1.<key id>.<payload>.<signature>`, Ed25519 over all before the last dot. The same ticket gives the same bytes every
 * time, so a repeated issue makes no second ticket.
 */
export function signTicketCode(ticket: TicketCode, key: KeyObject, keyId: string): string {
  const payload = Buffer.alloc(16 + 4 + 4 + 4);
  payload.write(ticket.eventId.replaceAll('-', ''), 0, 'hex');
  payload.writeUInt32BE(ticket.number, 16);
  payload.writeUInt32BE(ticket.version, 20);
  payload.writeUInt32BE(ticket.issueEpoch, 24);
  const signed = `${prefix}.${Buffer.from(keyId).toString('base64url')}.${payload.toString('base64url')}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
}

/** Which key the code says that it was signed with; null: it is none of ours. */
export function keyIdOfTicketCode(code: string): string | null {
  const [head, keyId = ''] = code.split('.');
  return head === prefix && keyId !== '' ? Buffer.from(keyId, 'base64url').toString() : null;
}

/** The ticket, or null when the code was not signed with this key. */
export function verifyTicketCode(code: string, key: KeyObject): TicketCode | null {
  const [head, keyId, payloadText, signature, ...rest] = code.split('.');
  if (head !== prefix || !keyId || !payloadText || !signature || rest.length > 0) return null;
  const payload = Buffer.from(payloadText, 'base64url');
  if (payload.length !== 28) return null;
  const signed = Buffer.from(`${head}.${keyId}.${payloadText}`);
  const publicKey = key.type === 'public' ? key : createPublicKey(key);
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.toString('base64url') !== signature || !verify(null, signed, publicKey, bytes)) return null;
  const hex = payload.subarray(0, 16).toString('hex');
  return {
    eventId: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
    number: payload.readUInt32BE(16),
    version: payload.readUInt32BE(20),
    issueEpoch: payload.readUInt32BE(24),
  };
}
