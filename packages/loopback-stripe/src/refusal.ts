import type { PaymentIntent, PaymentMethod } from './shapes.ts';

/** The body of Stripe's error answers, `{ error: … }`, as the SDK reads them. */
export interface StripeErrorBody {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  readonly code?: string;
  readonly decline_code?: string;
  readonly message: string;
  readonly param?: string;
  readonly doc_url?: string;
  readonly charge?: string;
  readonly payment_intent?: PaymentIntent;
  readonly payment_method?: PaymentMethod;
  readonly advice_code?: string;
  readonly network_decline_code?: string;
  readonly payment_method_type?: string;
  readonly request_log_url?: string;
}

/**
 * Stripe's no. `stage` says whether the endpoint had begun: a refusal while parameters are read is not kept
 * under the idempotency key, one that the endpoint itself gives is (Stripe's idempotent requests, API v1).
 */
export class Refusal extends Error {
  readonly status: number;
  readonly body: StripeErrorBody;
  readonly stage: 'reading' | 'executing';

  constructor(status: number, body: StripeErrorBody, stage: 'reading' | 'executing') {
    super(body.message);
    this.name = 'Refusal';
    this.status = status;
    this.body = body.code === undefined ? body : { ...body, doc_url: docUrl(body.code) };
    this.stage = stage;
  }
}

function docUrl(code: string): string {
  return `https://docs.stripe.com/error-codes#${code.replaceAll('_', '-')}`;
}

/** A parameter is wrong, missing or unknown: nothing was executed. */
export function refuseParameter(code: string | undefined, message: string, param: string): Refusal {
  const body = { type: 'invalid_request_error', message, param } as const;
  return new Refusal(400, code === undefined ? body : { ...body, code }, 'reading');
}

/** The request is well-formed, but the object is not in a state for it. */
export function refuseState(message: string, intent: PaymentIntent): Refusal {
  const code = 'payment_intent_unexpected_state';
  return new Refusal(
    400,
    { type: 'invalid_request_error', code, message, payment_intent: intent },
    'executing',
  );
}

/** The object exists, but the request cannot be carried out on it. */
export function refuseRequest(code: string | undefined, message: string, param?: string): Refusal {
  const body: StripeErrorBody = {
    type: 'invalid_request_error',
    message,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
  };
  return new Refusal(400, body, 'executing');
}

/** No such object. `kind` is Stripe's name of it in the sentence, `param` the parameter that named it. */
export function refuseMissing(kind: string, id: string, param: string): Refusal {
  const message = `No such ${kind}: '${id}'`;
  return new Refusal(
    404,
    { type: 'invalid_request_error', code: 'resource_missing', message, param },
    'executing',
  );
}

export function refuseUnauthenticated(message: string, code?: string): Refusal {
  const body = { type: 'invalid_request_error', message } as const;
  return new Refusal(401, code === undefined ? body : { ...body, code }, 'reading');
}
