import { Problem } from '@fairgate/shared/errors.ts';

/** The caller's Idempotency-Key. IDEMPOTENCY_KEY_MISSING without one. */
export function clientKeyOf(request: { readonly headers: { readonly 'idempotency-key'?: string } }): string {
  const clientKey = request.headers['idempotency-key'];
  if (clientKey === undefined) throw new Problem('IDEMPOTENCY_KEY_MISSING');
  return clientKey;
}
