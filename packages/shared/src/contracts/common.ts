import { type TSchema, Type } from 'typebox';
import { type ProblemCode, problemKinds } from '../errors.ts';

/** Lower case, as we write ids everywhere: the same id in other letters would be another key in Redis. */
export const Uuid = Type.String({
  format: 'uuid',
  pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
});
/** An instant in UTC, RFC 3339. */
export const Instant = Type.String({ format: 'date-time' });
/** Integer minor units of the currency beside it. */
export const MinorAmount = Type.Integer({ minimum: 0, maximum: 2_147_483_647 });
/** ISO 4217, lower case as Stripe writes it. */
export const Currency = Type.String({ pattern: '^[a-z]{3}$' });
/** The same where a caller sends it: one of those that Stripe takes (domain/currencies.ts). */
export const OfferedCurrency = Type.String({
  format: 'currency',
  description: 'ISO 4217 in lower case, one in which Stripe takes cards.',
  examples: ['eur'],
});
export const TicketNumber = Type.Integer({ minimum: 0, maximum: 199_999 });

/** What every list route takes: at most `limit` rows, those that follow the cursor `after` of the page before. */
export const PageQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 25 }),
    after: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  { additionalProperties: false },
);

/** A page: `next` is the cursor of the following page, null on the last one. */
export function Page<T extends TSchema>(item: T) {
  return Type.Object(
    { items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) },
    { additionalProperties: false },
  );
}

export const ProblemBody = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    advice: Type.String(),
    traceId: Type.String(),
  },
  { additionalProperties: true },
);

/** The refusals every route may give, whatever it does. */
const everyRoute = [
  'VALIDATION_FAILED',
  'TOO_MANY_REQUESTS',
  'INTERNAL',
  'STORE_UNAVAILABLE',
  'OTHER_DEVICE',
  'MOVE_CODE_INVALID',
  'RETURN_INVALID',
  'NOT_NEAR',
  'OVERLOADED',
] as const;

/**
 * The problem responses of a route, for its schema's `response`: one entry per status, listing the codes it may carry.
 * @example response: { 200: Event, ...problems('NOT_FOUND', 'PRECONDITION_FAILED') }
 */
export function problems(...codes: readonly ProblemCode[]) {
  const byStatus: Record<number, ProblemCode[]> = {};
  for (const code of new Set<ProblemCode>([...everyRoute, ...codes])) {
    const { status } = problemKinds[code];
    byStatus[status] = [...(byStatus[status] ?? []), code];
  }
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, of]) => [
      status,
      { description: of.join(', '), content: { 'application/problem+json': { schema: ProblemBody } } },
    ]),
  );
}
