/** A call to Stripe that was not made: the budget is used up, or Stripe is out. Certainly nothing happened. */
export class NotSentError extends Error {
  override readonly name = 'NotSentError';
}

/** Also when the SDK wrapped it. */
export function wasNotSent(error: unknown): boolean {
  return (
    error instanceof NotSentError || (error as { detail?: unknown } | null)?.detail instanceof NotSentError
  );
}
