/** At most `count` requests in `seconds`, spread evenly with a burst of `count` (GCRA). */
export interface Rate {
  readonly count: number;
  readonly seconds: number;
}

export interface RateLimit {
  readonly perAccount: Rate;
  /**
   * Per address prefix: /32 of IPv4, /64 of IPv6. Thousands of phones of one operator may share one, and all of them come
   * for the same opening: what an address may ask stops a machine, the account's limit stops a person.
   */
  readonly perAddress: Rate;
  /** Counted in Redis for all gateways together, or in each gateway for itself (cheap reads). */
  readonly counted: 'together' | 'each';
}

/** Every limit on how often one may ask, by the name its routes declare. */
export const rateLimits = {
  /** Documents that are the same for everybody, served from memory. */
  document: {
    perAccount: { count: 600, seconds: 60 },
    perAddress: { count: 60_000, seconds: 60 },
    counted: 'each',
  },
  /** Reads that touch the database. */
  read: {
    perAccount: { count: 240, seconds: 60 },
    perAddress: { count: 6000, seconds: 60 },
    counted: 'each',
  },
  /** Renewing and ending sessions: a page that keeps nothing renews whenever it is opened. */
  session: {
    perAccount: { count: 120, seconds: 60 },
    perAddress: { count: 3000, seconds: 60 },
    counted: 'each',
  },
  /** Sign up, sign in, reset: what costs a password hash or sends mail. */
  credentials: {
    perAccount: { count: 10, seconds: 60 },
    perAddress: { count: 300, seconds: 60 },
    counted: 'together',
  },
  /** Edits by vendors and customers. */
  edit: {
    perAccount: { count: 120, seconds: 60 },
    perAddress: { count: 1200, seconds: 60 },
    counted: 'together',
  },
  /** Imports and other heavy work. */
  heavy: {
    perAccount: { count: 10, seconds: 60 },
    perAddress: { count: 30, seconds: 60 },
    counted: 'together',
  },
  /**
   * Joining the waiting room and coming in: a whole town joins from one operator's address within seconds. Asked again they
   * give the same place, so that each gateway counts for itself, and a join costs Redis one call.
   */
  waiting: {
    perAccount: { count: 60, seconds: 60 },
    perAddress: { count: 6000, seconds: 60 },
    counted: 'each',
  },
  /** Codes of lanes: people mistype them, machines guess them. */
  code: {
    perAccount: { count: 10, seconds: 60 },
    perAddress: { count: 600, seconds: 60 },
    counted: 'together',
  },
  /** Holds and orders: choosing seats needs several tries. */
  shopping: {
    perAccount: { count: 120, seconds: 60 },
    perAddress: { count: 6000, seconds: 60 },
    counted: 'together',
  },
  /** Offering tickets, which mails strangers, and showing the codes of those mails. */
  transfer: {
    perAccount: { count: 20, seconds: 60 },
    perAddress: { count: 600, seconds: 60 },
    counted: 'together',
  },
  /** A gate scans as fast as people walk in; all its phones may share one account and one address. */
  gate: {
    perAccount: { count: 1200, seconds: 60 },
    perAddress: { count: 6000, seconds: 60 },
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

/**
 * Limits on one e-mail address, whoever asks and whether it has an account or not. A stranger's tries must not lock its
 * owner out, so they are counted tightly where they come from and loosely from everywhere together.
 */
export const emailLimits = {
  /** Passwords tried. */
  signIn: {
    fromAddress: { count: 10, seconds: 300 },
    fromAnywhere: { count: 100, seconds: 600 },
  },
  /** Reset mails asked for. */
  passwordReset: {
    fromAddress: { count: 3, seconds: 900 },
    fromAnywhere: { count: 10, seconds: 3600 },
  },
} as const satisfies Record<string, { readonly fromAddress: Rate; readonly fromAnywhere: Rate }>;

export type EmailLimitName = keyof typeof emailLimits;
