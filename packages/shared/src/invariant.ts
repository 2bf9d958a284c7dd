/** A broken assumption of ours, never a visitor's mistake: the process reports it and goes no further with this work. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
