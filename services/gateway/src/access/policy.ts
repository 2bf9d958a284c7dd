import type { RateLimitName } from '@fairgate/shared/domain/rate-limits.ts';

/**
 * Who may call a route. Declared with the route; a route without one stops the boot. Whether the caller may touch this
 * particular vendor, order or ticket is decided by the use-case, which answers NOT_FOUND for other people's things.
 */
export type Policy =
  /** Everybody, signed in or not. */
  | 'anyone'
  /** Any signed-in account. */
  | 'account'
  /** A signed-in account that is a member of at least one vendor, or operations. */
  | 'vendor-member'
  /** Operations only. */
  | 'ops'
  /** Proven by a signature over the body (Stripe's webhook). */
  | 'signature'
  /** The bearer token of METRICS_TOKEN. */
  | 'metrics-token';

/** The caller, as the access token says. */
export interface Account {
  readonly id: string;
  readonly isOps: boolean;
  readonly isVendorMember: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: Policy;
    limit?: RateLimitName;
    /** Served even under pressure: shoppers who were let in finish first. */
    shedLast?: boolean;
  }
  interface FastifyRequest {
    /** null when the caller sent no access token; a wrong token never gets this far. */
    account: Account | null;
  }
}
