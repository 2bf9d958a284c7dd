/** How often and how fast an ended process is started again. */
export interface RestartPolicy {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** A run of this length counts as stable: the delay and the count of crashes start afresh. */
  readonly stableAfterMs: number;
  /** This many crashes without a stable run between them: no further start. */
  readonly crashesMax: number;
}

export const RESTART_POLICY: RestartPolicy = {
  firstDelayMs: 200,
  longestDelayMs: 10_000,
  stableAfterMs: 30_000,
  crashesMax: 8,
};

export type AfterCrash =
  | { readonly kind: 'startAgain'; readonly crashes: number; readonly delayMs: number }
  | { readonly kind: 'giveUp'; readonly crashes: number };

/** What follows a crash after a run of `ranMs`, when `crashesBefore` came in a row before it. */
export function afterCrash(policy: RestartPolicy, crashesBefore: number, ranMs: number): AfterCrash {
  const crashes = ranMs >= policy.stableAfterMs ? 1 : crashesBefore + 1;
  if (crashes >= policy.crashesMax) return { kind: 'giveUp', crashes };
  const delayMs = Math.min(policy.firstDelayMs * 2 ** (crashes - 1), policy.longestDelayMs);
  return { kind: 'startAgain', crashes, delayMs };
}
