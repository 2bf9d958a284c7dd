/** Replaces text that must be there exactly once. */
interface Edit {
  readonly find: string;
  readonly replace: string;
}

/** Of a file of the checkout, of a function of Postgres as the migrations left it, or any statement of the owner. */
export type Patch =
  | (Edit & { readonly kind: 'file'; readonly path: string })
  | (Edit & { readonly kind: 'function'; readonly name: string })
  | { readonly kind: 'statement'; readonly sql: string };

export type CaughtBy =
  | { readonly kind: 'scenario'; readonly name: string }
  /** A run of the crash points, such as `send-mail.before:kill:1`. */
  | { readonly kind: 'point'; readonly run: string };

/** A known wrong variant of our own code. */
export interface Variant {
  /** What is wrong, in a sentence. */
  readonly what: string;
  readonly patches: readonly Patch[];
  /** The rules that it breaks: one of them has to report. Those of the harness itself show no bug. */
  readonly shows: readonly string[];
  readonly caughtBy: CaughtBy;
}

export function apply(text: string, { find, replace }: Edit, where: string): string {
  const parts = text.split(find);
  if (parts.length !== 2)
    throw new Error(`a planted bug no longer applies: ${where} has ${parts.length - 1} × ${find}`);
  return parts.join(replace);
}
