import { createHmac } from 'node:crypto';

/** Stripe's signature header: `t=<unix seconds>,v1=<hex HMAC-SHA-256 of "t.payload">`. */
export function signWebhook(payload: string, secret: string, timestamp: number): string {
  const signature = createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex');
  return `t=${timestamp},v1=${signature}`;
}
