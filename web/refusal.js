/** What went wrong with a call, in words for people. The API's own words come first; some speak to programs. */

const waitWords = (seconds) => (seconds === null ? 'in a moment' : `in ${seconds} s`);

const adviceFor = {
  OFFLINE: () => 'Check your connection. Your place and your seats are kept.',
  VALIDATION_FAILED: () => 'Look at what is marked below.',
  SIGN_IN_REQUIRED: () => 'Sign in; you come back to this place.',
  TOKEN_INVALID: () => 'Sign in again; you come back to this place.',
  DROP_NOT_OPEN: () => 'Keep this page open; it goes on by itself at the opening.',
  DROP_PAUSED: () => 'Your place is kept. This page goes on by itself.',
  CODE_UNKNOWN: () => 'Check how it is written, and for which sale it was sent.',
  CODE_USED: () => 'Ask for another one where you have it from.',
  LANE_FULL: () => 'The code is right, but there is no room in its lane any more.',
  PUSH_OFF: () => 'Ask for an e-mail instead.',
  PROOF_INVALID: () => 'Press the button again: your device does another sum.',
  NO_CRYPTO: () => 'Open this page by its https address, or in another browser.',
  NO_SOLUTION: () => 'Try again, or in another browser.',
  DROP_CLOSED: () => 'Have a look at the other dates.',
  EVENT_CANCELLED: () => 'The organiser took it off sale. Nobody is charged.',
  SHOP_FULL: () => 'Your turn is kept: you come in first when someone leaves.',
  NO_ADMISSION: () => 'Your time in the shop is over. Join the line again to come back.',
  ADMISSION_BUSY: () => 'Finish or cancel your other order first.',
  SEATS_TAKEN: () => 'Someone was faster. Choose others; the list shows what is free now.',
  NOT_ENOUGH_LEFT: ({ left }) =>
    left === 0 ? 'None are free at the moment.' : `${left} are free. Ask for fewer, or for another category.`,
  NONE_TOGETHER: ({ longest }) =>
    longest > 1
      ? `At most ${longest} are free side by side. Ask for fewer, or allow separate seats.`
      : 'Allow separate seats, or choose them yourself.',
  LIMIT_REACHED: ({ limit, within }) =>
    limit === undefined
      ? 'Ask for fewer.'
      : within === 'day'
        ? `At most ${limit} in a day. Try again tomorrow.`
        : `One person may have at most ${limit}, those bought before included.`,
  HOLD_GONE: () => 'What you held went back on sale. Choose again.',
  HOLD_EXTENDED_ALREADY: () =>
    'A hold is extended once, and never beyond your time in the shop. Order before it ends.',
  PRICE_CHANGED: () => 'Have a look at the new price, and order if it is right for you.',
  PRECONDITION_FAILED: () => 'It changed meanwhile. Load the page again.',
  TOO_MANY_REQUESTS: (_facts, seconds) => `Please try again ${waitWords(seconds)}.`,
  OVERLOADED: (_facts, seconds) =>
    `Please try again ${waitWords(seconds)}. Your place and your seats are kept.`,
  STORE_UNAVAILABLE: (_facts, seconds) => `Please try again ${waitWords(seconds)}. Nothing was lost.`,
  PAYMENT_UNAVAILABLE: (_facts, seconds) => `Your order is kept. We ask again ${waitWords(seconds)}.`,
  INTERNAL: ({ traceId }) => `Nothing was lost. Try again; if it stays, tell us this number: ${traceId}`,
};

/** A call that was refused, or that never arrived (`status` 0, code OFFLINE). */
export class Refusal extends Error {
  constructor({ status, code, title, advice, retryAfterSeconds = null, returnTicket = null, ...facts }) {
    super(title);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.title = title;
    this.retryAfterSeconds = retryAfterSeconds;
    /** Given to who was in the shop when something of ours failed. */
    this.returnTicket = returnTicket;
    this.facts = facts;
    this.advice = adviceFor[code]?.(facts, retryAfterSeconds) ?? advice;
  }

  /** Nothing is wrong with the call itself: it may be made again a little later. */
  get passes() {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }
}

/** The session is over and cannot be renewed. */
export class SignInNeeded extends Error {}

export function offline() {
  return new Refusal({ status: 0, code: 'OFFLINE', title: 'We cannot reach Fairgate', advice: '' });
}

/** The refusal in an answer that is not ok. What speaks no problem+json stands between us and the gateway. */
export async function refusalIn(response) {
  const body = await response.json().catch(() => null);
  const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  const retryAfterSeconds = Number.isNaN(seconds) ? null : seconds;
  const returnTicket = response.headers.get('fairgate-return');
  if (typeof body?.code === 'string') return new Refusal({ ...body, retryAfterSeconds, returnTicket });
  return new Refusal({
    status: response.status,
    code: 'UNKNOWN',
    title: `The answer was not understood (${response.status})`,
    advice: 'Try again in a moment.',
    retryAfterSeconds,
  });
}
