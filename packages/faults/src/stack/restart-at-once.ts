import type { RestartPolicy } from '@fairgate/launcher/restart-policy.ts';

/** Processes die here by the hundred, on purpose: each is started again at once, as an orchestrator would. */
export const RESTART_AT_ONCE: RestartPolicy = {
  firstDelayMs: 50,
  longestDelayMs: 50,
  stableAfterMs: 0,
  crashesMax: Number.POSITIVE_INFINITY,
};
