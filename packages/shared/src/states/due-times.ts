/**
 * When the sweepers take up what no job did. Every row that is due is found by a round, so that lost jobs, lost webhooks
 * and dead processes only cost time. Seconds unless the name says otherwise.
 */

/** With queues on, a row waits this long for its job before a sweeper takes it. */
export const jobGraceSeconds = 2;
/** An ending order that nobody moved for this long is looked at again. */
export const stuckSeconds = 10;
/** An unfinished order of which nothing was heard for this long is asked about: every webhook may be lost. */
export const quietSeconds = 10;
/** Most unpaid orders are only being paid: asking about each every few seconds would eat Stripe's budget. */
export const unpaidQuietSeconds = 30;
/** A kept webhook that was taken and not worked off is due again after this, and later each time. */
export const inboxRetrySeconds = 5;

/** From the end of a round to the start of the next. Without jobs the rounds are all there is: they come more often. */
export function sweepEveryMs(queuesOn: boolean): number {
  return queuesOn ? 1_000 : 100;
}
export const pollEveryMs = 1_000;
export const expireEveryMs = 500;

/** How long a row is left to its job. */
export function graceSeconds(queuesOn: boolean): number {
  return queuesOn ? jobGraceSeconds : 0;
}
