/**
 * The name of the constraint that made Postgres refuse a statement, or null when something else failed. Prisma leaves
 * out `meta.target` with its adapter for pg, so the name comes from what the adapter reports, for a CHECK from its text.
 */
export function violatedConstraint(error: unknown): string | null {
  const cause = (error as AdapterFailure | null)?.meta?.driverAdapterError?.cause;
  if (cause === undefined) return null;
  return cause.constraint?.index ?? /constraint "([^"]+)"/.exec(cause.originalMessage ?? '')?.[1] ?? null;
}

/** A row that an edit named with its version is not there any more. */
export function isRowGone(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'P2025';
}

interface AdapterFailure {
  readonly meta?: {
    readonly driverAdapterError?: {
      readonly cause?: {
        readonly originalMessage?: string;
        readonly constraint?: { readonly index?: string };
      };
    };
  };
}
