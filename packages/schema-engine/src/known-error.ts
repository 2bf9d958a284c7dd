/** A failure that the Prisma CLI knows by a code of its error reference (P1000, P3018, …). */
export class KnownError extends Error {
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'KnownError';
    this.code = code;
  }
}
