/**
 * Every refusal that Fairgate gives, once: its code never changes, its status and words are only here.
 * Shape on the wire: RFC 9457 `application/problem+json` with `code`, `advice` and the facts of this case.
 */

export interface ProblemKind {
  readonly status: number;
  /** What happened, in a few words. */
  readonly title: string;
  /** What the person, or their program, can do now. */
  readonly advice: string;
}

export const problemKinds = {
  VALIDATION_FAILED: {
    status: 400,
    title: 'The request is malformed',
    advice: 'Mend the fields named in errors and send it again.',
  },
  MALFORMED_BODY: {
    status: 400,
    title: 'The body cannot be read',
    advice: 'Send well-formed JSON with Content-Type: application/json.',
  },
  REQUEST_UNREADABLE: {
    status: 400,
    title: 'The request cannot be read',
    advice:
      'Percent-encode the address, keep each part of it within 200 characters and all headers within 16 KiB.',
  },
  IDEMPOTENCY_KEY_MISSING: {
    status: 400,
    title: 'An Idempotency-Key is missing',
    advice: 'Send a fresh random Idempotency-Key header, and the same one when you repeat the request.',
  },
  SIGN_IN_REQUIRED: {
    status: 401,
    title: 'You are not signed in',
    advice: 'Sign in, then send the access token as a bearer token.',
  },
  METRICS_TOKEN_REQUIRED: {
    status: 401,
    title: 'The metrics are not for everybody',
    advice: 'Send the METRICS_TOKEN of this installation as a bearer token.',
  },
  TOKEN_INVALID: {
    status: 401,
    title: 'The token is not valid',
    advice: 'Renew the session and use the new access token.',
  },
  CREDENTIALS_WRONG: {
    status: 401,
    title: 'E-mail or password is wrong',
    advice: 'Check both, or reset the password.',
  },
  SESSION_REUSED: {
    status: 401,
    title: 'This session was renewed elsewhere',
    advice: 'Sign in again. If that was not you, reset your password.',
  },
  FORBIDDEN: {
    status: 403,
    title: 'You may not do this',
    advice: 'Ask an owner of the vendor, or operations, for the role.',
  },
  NO_ADMISSION: {
    status: 403,
    title: 'You have no admission to this drop',
    advice: 'Join the waiting room and come in when it is your turn.',
  },
  PLACE_INVALID: {
    status: 403,
    title: 'The place ticket is not valid here',
    advice: 'Join again with the same account: your place is kept.',
  },
  PROOF_NEEDED: {
    status: 403,
    title: 'Joining costs a little work at the moment',
    advice: 'Get a challenge at the address in challenge, solve it, and join with the solution as proof.',
  },
  PROOF_INVALID: {
    status: 403,
    title: 'The proof of work is not valid here',
    advice:
      'Get a new challenge at the address in challenge and solve it: each is for one account, drop and place.',
  },
  NOT_FOUND: { status: 404, title: 'There is nothing here', advice: 'Check the address.' },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'This method is not offered here',
    advice: 'Use one of the methods that the Allow header lists.',
  },
  STATE_CONFLICT: {
    status: 409,
    title: 'This cannot be done in the present state',
    advice: 'Look at the state given here and reload.',
  },
  SALES_EXIST: {
    status: 409,
    title: 'Tickets were sold already',
    advice: 'What buyers relied on cannot be changed. Withdraw unsold tickets, or make another event.',
  },
  EMAIL_TAKEN: {
    status: 409,
    title: 'An account with this e-mail exists',
    advice: 'Sign in, or reset the password.',
  },
  NAME_TAKEN: { status: 409, title: 'This name is taken', advice: 'Choose another.' },
  KEY_REUSED: {
    status: 409,
    title: 'This Idempotency-Key was used for another request',
    advice: 'Use a fresh key for a new request.',
  },
  DROP_NOT_OPEN: { status: 409, title: 'The drop is not open yet', advice: 'Come back at opensAt.' },
  DROP_PAUSED: { status: 409, title: 'The drop is paused', advice: 'Keep your place and wait.' },
  CODE_UNKNOWN: {
    status: 404,
    title: 'This code opens no lane of this drop',
    advice: 'Check how it is written, and for which drop it was sent.',
  },
  CODE_USED: {
    status: 409,
    title: 'This code was used by others',
    advice: 'Your place in the general lane is as good as before; join there.',
  },
  LANE_FULL: {
    status: 409,
    title: 'Every place of this lane is taken',
    advice: 'Your place in the general lane is as good as before; join there.',
  },
  PUSH_OFF: {
    status: 409,
    title: 'Nothing is pushed to browsers here',
    advice: 'Ask for notices by e-mail.',
  },
  DROP_CLOSED: { status: 409, title: 'The drop is closed', advice: 'Look for another drop of the event.' },
  EVENT_CANCELLED: { status: 409, title: 'The event is not on sale', advice: 'See the event page.' },
  NOT_YOUR_TURN: {
    status: 409,
    title: 'It is not your turn yet',
    advice: 'Keep the page open; it says when to come in.',
  },
  SHOP_FULL: {
    status: 409,
    title: 'The shop is full at the moment',
    advice: 'Your turn is kept: you come in first when someone leaves. Try again after Retry-After.',
  },
  ADMISSION_BUSY: {
    status: 409,
    title: 'An order of this admission is unfinished',
    advice: 'Finish or cancel it first.',
  },
  ADMISSION_SPENT: {
    status: 409,
    title: 'This admission has served all its orders',
    advice: 'Join the waiting room again.',
  },
  SEATS_TAKEN: {
    status: 409,
    title: 'Some of these tickets are taken',
    advice: 'Choose others; tickets lists the taken ones.',
  },
  NOT_ENOUGH_LEFT: {
    status: 409,
    title: 'There are not so many left',
    advice: 'Ask for fewer, or for another category.',
  },
  NONE_TOGETHER: {
    status: 409,
    title: 'No so many seats are free side by side',
    advice: 'Ask for fewer, for together: false, or choose seats on the map.',
  },
  HOLD_GONE: { status: 409, title: 'The hold has ended', advice: 'Choose seats again.' },
  HOLD_EXTENDED_ALREADY: {
    status: 409,
    title: 'The hold cannot be extended further',
    advice: 'Order before it ends.',
  },
  PRICE_CHANGED: {
    status: 409,
    title: 'The price is another now',
    advice: 'Show amountMinor to the buyer and order again with it.',
  },
  NOT_SIGNED_YET: {
    status: 409,
    title: 'The ticket has no code yet',
    advice: 'It appears as soon as the payment is complete.',
  },
  TICKET_CODE_OLD: {
    status: 409,
    title: 'The ticket has another code now',
    advice: 'It changed hands or was sold again. Ask for the code that its holder has.',
  },
  TICKET_OF_OTHER_EVENT: {
    status: 409,
    title: 'The ticket is for another event',
    advice: 'Send the guest to the right gate.',
  },
  RESET_LINK_ENDED: {
    status: 410,
    title: 'This link was used or is too old',
    advice: 'Ask for a new mail and use its link within the hour.',
  },
  PRECONDITION_FAILED: {
    status: 412,
    title: 'Someone changed this meanwhile',
    advice: 'Load it again and repeat your edit with the new ETag.',
  },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large', advice: 'Stay under limitBytes.' },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    title: 'This content type is not read here',
    advice: 'Send application/json.',
  },
  LIMIT_REACHED: { status: 422, title: 'This is over the limit', advice: 'Stay within limit.' },
  PLAN_INVALID: {
    status: 422,
    title: 'The seating plan has faults',
    advice: 'Mend every fault listed; nothing was imported.',
  },
  TICKET_CODE_INVALID: {
    status: 422,
    title: 'This is no ticket of ours',
    advice: 'Scan it again. If it stays, the code was not made by us.',
  },
  PRECONDITION_REQUIRED: {
    status: 428,
    title: 'An If-Match is missing',
    advice: 'Send the ETag you loaded as If-Match.',
  },
  TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests', advice: 'Wait for Retry-After seconds.' },
  INTERNAL: {
    status: 500,
    title: 'Something broke on our side',
    advice: 'Nothing was lost. Try again; if it stays, send us traceId.',
  },
  OTHER_DEVICE: {
    status: 409,
    title: 'You are in the shop on another device',
    advice: 'Go on there, or move here with the code that it shows.',
  },
  MOVE_CODE_INVALID: {
    status: 409,
    title: 'This code moves nothing here',
    advice: 'Check it, or have the other device show a new one: each is good once, for five minutes.',
  },
  RETURN_INVALID: {
    status: 409,
    title: 'This gives no turn back',
    advice:
      'A turn comes back once, after a visit that ended without an order while something of ours failed.',
  },
  NOT_NEAR: {
    status: 409,
    title: 'Your turn is more than a minute away',
    advice: 'Ask for the status as its advice says; try again when your turn is near.',
  },
  OVERLOADED: {
    status: 503,
    title: 'We are over capacity for a moment',
    advice: 'Try again after Retry-After. Your place and your hold are kept.',
  },
  STORE_UNAVAILABLE: {
    status: 503,
    title: 'A part of us is not reachable for a moment',
    advice: 'Try again after Retry-After. Nothing was lost.',
  },
  PAYMENT_UNAVAILABLE: {
    status: 503,
    title: 'The payment service does not answer',
    advice: 'Your place, your seats and your order are kept. Try again after Retry-After.',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemKinds;

/** One malformed field: where it is (RFC 6901 pointer, or a parameter's name) and what is wrong with it. */
export interface FieldFault {
  readonly pointer: string;
  readonly detail: string;
}

/** A refusal on its way to the caller. `facts` are this case's public details; never a secret, never a stack. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, facts: Readonly<Record<string, unknown>> = {}, retryAfterSeconds?: number) {
    super(problemKinds[code].title);
    this.code = code;
    this.facts = facts;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
