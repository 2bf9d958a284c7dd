/** Every limit and default of the loopback Stripe, with its unit in the name. Stripe's own figures say so. */

/** Stripe's rule: a card authorization made with the customer present lasts seven days. */
export const authorizationSeconds = 7 * 24 * 3600;
/** Stripe may prune an idempotency key after 24 hours; the loopback always does. */
export const idempotencyKeySeconds = 24 * 3600;
export const idempotencyKeyCharactersMax = 255;

/** Stripe's bounds of a list page. */
export const listPageDefault = 10;
export const listPageMax = 100;

/** Stripe's bounds of metadata. */
export const metadataKeysMax = 50;
export const metadataKeyCharactersMax = 40;
export const metadataValueCharactersMax = 500;

/** Eight digits, Stripe's largest amount for most currencies, in minor units. */
export const amountMax = 99_999_999;

/** Stripe keeps events for about thirty days. */
export const eventRetentionSeconds = 30 * 24 * 3600;

export const bodyBytesMax = 256 * 1024;
export const formPairsMax = 1000;
export const formDepthMax = 6;

export const searchLagMsDefault = 1000;
export const refundSettleMsDefault = 1000;

export const webhookRetryBaseMsDefault = 1000;
/** Twenty attempts, doubling from the base up to this cap, stand for Stripe's three days. */
export const webhookAttemptsMax = 20;
export const webhookRetryCapFactor = 300;
export const webhookTimeoutMs = 10_000;
export const webhookConcurrencyMax = 16;

export const requestLogEntriesMax = 10_000;
/** How long requests under way may take after the server was told to stop. */
export const stopGraceMs = 1500;
export const sweepIntervalMs = 250;

/** A longer journal that holds events past their time is rewritten when it is opened. */
export const compactAboveBytes = 64 * 1024 * 1024;
