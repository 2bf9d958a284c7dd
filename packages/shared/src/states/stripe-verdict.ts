/** What an error of a Stripe call means for the operation behind it. */
export type StripeVerdict =
  /** Not executed: the same key again later (over the rate, the key is in use just now). */
  | 'not-taken'
  /** No answer: it may have happened. The same key again tells. */
  | 'no-answer'
  /** Answered with a fault of Stripe's own, stored under the key: ask what happened, then a new key. */
  | 'server-fault'
  /** The intent is in a state that does not allow the call: its state says what to record. */
  | 'wrong-state'
  /** Refused for good: ours to mend. */
  | 'refused';
