/** Limits that are not about how often (see rate-limits.ts), each with its unit in its name. */

/** Bodies of ordinary requests; plan imports have their own. */
export const bodyBytesMax = 64 * 1024;
export const planBodyBytesMax = 32 * 1024 * 1024;

export const ticketsPerEventMax = 200_000;
export const ticketsPerMintMax = 120_000;
export const categoriesPerEventMax = 50;
export const dropsPerEventMax = 50;

export const ticketsPerHoldMax = 20;
/** Unfinished orders an admission serves at a time, and all its orders together. */
export const ordersPerAdmissionMax = 3;
/** Leases outlive the order's payment deadline by this, so that a late payment still finds its seats. Seconds. */
export const leaseGraceSeconds = 120;
/** Work that failed this often is parked, until somebody in operations has it tried again. */
export const triesBeforeParkingMax = 12;
/** Outbox rows that are done are kept this long. Days. */
export const outboxKeptDays = 14;
/** Stripe repeats a webhook for three days: its id is known for much longer. Days. */
export const inboxKeptDays = 30;
/** Entries' indices are reserved in Postgres in blocks of this size. */
export const indexBlock = 10_000;
/** An offered ticket waits so long for its receiver, and never past the end of the event. Seconds. */
export const transferOfferSeconds = 7 * 24 * 3600;
/** A bank that asks for 3-D Secure gives its customer this long at least, once per order. Seconds. */
export const threeDSecureSeconds = 600;
/** Browsers that an account has notices of a drop pushed to; another one takes the place of the oldest. */
export const noticeDevicesMax = 5;
/** Of a subscription's address; those of the known push services are a few hundred. */
export const pushEndpointCharactersMax = 1_024;
