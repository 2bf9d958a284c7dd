/** An HTTP answer on its way. */
export interface Answer {
  readonly status: number;
  readonly body: object;
  readonly errorCode?: string;
  readonly replayed?: boolean;
  readonly originalRequestId?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Stripe's own failure. When it is kept, the SDK is told not to try again: the same key would only be answered
 * the same.
 */
export function serverError(isKept: boolean): Answer {
  const message = 'An unknown error occurred';
  return {
    status: 500,
    body: { error: { type: 'api_error', message } },
    errorCode: 'api_error',
    headers: isKept ? { 'stripe-should-retry': 'false' } : {},
  };
}

export function unavailable(): Answer {
  const message = 'Stripe is temporarily unavailable. Please retry later.';
  return { status: 503, body: { error: { type: 'api_error', message } }, errorCode: 'api_error' };
}

/** Given before the idempotency layer, so nothing is kept and the same key may be sent again. */
export function rateLimited(): Answer {
  const message =
    'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.';
  return {
    status: 429,
    body: { error: { type: 'invalid_request_error', code: 'rate_limit', message } },
    errorCode: 'rate_limit',
    headers: { 'stripe-rate-limited-reason': 'global-rate' },
  };
}

export function idempotencyAnswer(status: 400 | 409, message: string, code?: string): Answer {
  const error = { type: 'idempotency_error', message };
  return {
    status,
    body: { error: code === undefined ? error : { ...error, code } },
    errorCode: code ?? 'idempotency_error',
  };
}
