/** Which Redis this is, and how far it got. */
export interface RedisIdentity {
  readonly runId: string;
  readonly replid: string;
  readonly beat: number;
}

/** Another run, another replication id, or a lower beat than was seen: Redis forgot, or went back in time (DESIGN §5). */
export function hasForgotten(seen: RedisIdentity, now: RedisIdentity): boolean {
  return now.runId !== seen.runId || now.replid !== seen.replid || now.beat < seen.beat;
}
