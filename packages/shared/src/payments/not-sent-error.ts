/** A call to Stripe that was not made: the budget is used up, or Stripe is out. Certainly nothing happened. */
export class NotSentError extends Error {
  override readonly name: string = 'NotSentError';
}

/** A call to Stripe that was not made since another process may have made it meanwhile: what became of it is asked. */
export class TooLateError extends NotSentError {
  override readonly name = 'TooLateError';
}

export function wasNotSent(error: unknown): boolean {
  return notSentError(error) !== null;
}

export function wasTooLate(error: unknown): boolean {
  return notSentError(error) instanceof TooLateError;
}

/** Also when the SDK wrapped it. */
function notSentError(error: unknown): NotSentError | null {
  const { detail } = (error ?? {}) as { readonly detail?: unknown };
  return [error, detail].find((one) => one instanceof NotSentError) ?? null;
}
