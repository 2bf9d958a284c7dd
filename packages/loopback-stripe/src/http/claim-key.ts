import { fingerprintOf } from '../idempotency/idempotency-keys.ts';
import { idempotencyKeyCharactersMax } from '../limits.ts';
import { refuseParameter } from '../refusal.ts';
import { type Answer, idempotencyAnswer } from './answers.ts';
import { type ApiContext, clockMs } from './api-context.ts';
import type { KeyKind } from './authenticate.ts';

/** What the idempotency key of a request means for it. */
export type KeyClaim =
  | { readonly kind: 'unkeyed' }
  | { readonly kind: 'claimed'; readonly key: string; readonly fingerprint: string }
  | { readonly kind: 'replayed'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly answer: Answer };

/** Claims the key for this request, or says why not. Only POST has keys. The caller ends the claim. */
export function claimKey(
  context: ApiContext,
  keyKind: KeyKind,
  path: string,
  method: string,
  header: string | null,
  text: string,
): KeyClaim {
  if (method !== 'POST' || header === null) return { kind: 'unkeyed' };
  if (header.length > idempotencyKeyCharactersMax) {
    const message = `Idempotency keys can be up to ${idempotencyKeyCharactersMax} characters long.`;
    throw refuseParameter(undefined, message, 'Idempotency-Key');
  }
  const key = `${keyKind} ${header}`;
  const fingerprint = fingerprintOf(text);
  const { keys } = context.store;
  const found = keys.lookUp(key, path, fingerprint, Math.floor(clockMs(context) / 1000));
  switch (found.kind) {
    case 'new':
      keys.begin(key, path, fingerprint);
      return { kind: 'claimed', key, fingerprint };
    case 'answered': {
      const { status, body, requestId } = found.answer;
      const headers = status >= 500 ? { 'stripe-should-retry': 'false' } : {};
      return { kind: 'replayed', answer: { status, body, originalRequestId: requestId, headers } };
    }
    case 'inFlight': {
      const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${header}. Please try again later.`;
      return { kind: 'refused', answer: idempotencyAnswer(409, message, 'idempotency_key_in_use') };
    }
    case 'otherPath': {
      const message = `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${path}' vs '${found.path}'). Try using a key other than '${header}' if you meant to execute a different request.`;
      return { kind: 'refused', answer: idempotencyAnswer(400, message) };
    }
    case 'otherParameters': {
      const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${header}' if you meant to execute a different request.`;
      return { kind: 'refused', answer: idempotencyAnswer(400, message) };
    }
  }
}
