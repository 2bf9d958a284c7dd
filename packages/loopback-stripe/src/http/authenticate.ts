import type { IncomingHttpHeaders } from 'node:http';
import type { FormTree } from '../form/decode-form.ts';
import { refuseUnauthenticated } from '../refusal.ts';
import type { ApiContext } from './api-context.ts';

export type KeyKind = 'secret' | 'publishable';

/**
 * Which of the two keys the request carries: `Authorization: Bearer`, Basic with the key as user, or, as
 * Stripe.js sends it, the field `key`. Throws a Refusal (401) otherwise.
 */
export function authenticate(headers: IncomingHttpHeaders, form: FormTree, context: ApiContext): KeyKind {
  const key = keyOf(headers.authorization) ?? (typeof form.key === 'string' ? form.key : undefined);
  if (key === context.secretKey) return 'secret';
  if (key === context.publishableKey) return 'publishable';
  if (key === undefined || key === '') {
    throw refuseUnauthenticated(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  throw refuseUnauthenticated(`Invalid API Key provided: ${key.slice(0, 8)}****${key.slice(-4)}`);
}

export function refusePublishableKey() {
  const message =
    'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.';
  return refuseUnauthenticated(message, 'secret_key_required');
}

function keyOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  if (authorization.startsWith('Bearer ')) return authorization.slice(7);
  if (!authorization.startsWith('Basic ')) return undefined;
  return Buffer.from(authorization.slice(6), 'base64').toString('utf8').split(':')[0];
}
