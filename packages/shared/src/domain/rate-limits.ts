/** At most `count` requests in `seconds`, spread evenly with a burst of `count` (GCRA). */
export interface Rate {
  readonly count: number;
  readonly seconds: number;
}

export interface RateLimit {
  readonly perAccount: Rate;
  /** Per address prefix: /32 of IPv4, /64 of IPv6. Many people share one, so it is looser. */
  readonly perAddress: Rate;
  /** Counted in Redis for all gateways together, or in each gateway for itself (cheap reads). */
  readonly counted: 'together' | 'each';
}

/** Every limit on how often one may ask, by the name its routes declare. */
export const rateLimits = {
  /** Documents that are the same for everybody, served from memory. */
  document: {
    perAccount: { count: 600, seconds: 60 },
    perAddress: { count: 6000, seconds: 60 },
    counted: 'each',
  },
  /** Reads that touch the database. */
  read: {
    perAccount: { count: 240, seconds: 60 },
    perAddress: { count: 1200, seconds: 60 },
    counted: 'each',
  },
  /** Sign up, sign in, reset: what guesses passwords or sends mail. */
  credentials: {
    perAccount: { count: 10, seconds: 60 },
    perAddress: { count: 30, seconds: 60 },
    counted: 'together',
  },
  /** Edits by vendors and customers. */
  edit: {
    perAccount: { count: 120, seconds: 60 },
    perAddress: { count: 600, seconds: 60 },
    counted: 'together',
  },
  /** Imports and other heavy work. */
  heavy: {
    perAccount: { count: 10, seconds: 60 },
    perAddress: { count: 30, seconds: 60 },
    counted: 'together',
  },
  /** Joining the waiting room and coming in. */
  waiting: {
    perAccount: { count: 60, seconds: 60 },
    perAddress: { count: 1200, seconds: 60 },
    counted: 'together',
  },
  /** Holds and orders: choosing seats needs several tries. */
  shopping: {
    perAccount: { count: 90, seconds: 60 },
    perAddress: { count: 900, seconds: 60 },
    counted: 'together',
  },
  /** Stripe and monitoring, proven by signature or token. */
  machine: {
    perAccount: { count: 60_000, seconds: 60 },
    perAddress: { count: 60_000, seconds: 60 },
    counted: 'each',
  },
} as const satisfies Record<string, RateLimit>;

export type RateLimitName = keyof typeof rateLimits;
