import { createHmac, timingSafeEqual } from 'node:crypto';

/** Says that something of ours failed while somebody was in the shop. */
export interface ReturnTicket {
  readonly admissionId: string;
  readonly accountId: string;
  /** When it failed. Seconds since 1970. */
  readonly failedAt: number;
}

const macBytes = 16;
const form = /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.(\d{10})\.([A-Za-z0-9_-]{22})$/;

/** HMAC-SHA-256, cut to 128 bits. Given out with an answer of 5xx, also when no store can be reached. */
export function signReturn({ admissionId, accountId, failedAt }: ReturnTicket, secret: Uint8Array): string {
  const body = `${admissionId}.${accountId}.${failedAt}`;
  return `${body}.${macOf(body, secret).toString('base64url')}`;
}

/** The ticket, or null when the text is not one of ours. @param secrets the present one and those it replaces */
export function verifyReturn(text: string, secrets: readonly Uint8Array[]): ReturnTicket | null {
  const [, admissionId, accountId, failedAt, mac] = form.exec(text) ?? [];
  if (admissionId === undefined || accountId === undefined || failedAt === undefined || mac === undefined)
    return null;
  const given = Buffer.from(mac, 'base64url');
  if (given.toString('base64url') !== mac) return null;
  const body = `${admissionId}.${accountId}.${failedAt}`;
  if (!secrets.some((secret) => timingSafeEqual(macOf(body, secret), given))) return null;
  return { admissionId, accountId, failedAt: Number(failedAt) };
}

function macOf(body: string, secret: Uint8Array): Buffer {
  return createHmac('sha256', secret).update('fairgate-return').update(body).digest().subarray(0, macBytes);
}
