import type { ApiClient } from '@fairgate/client/create-client.ts';

export interface DemoDrop {
  readonly name: string;
  readonly eventId: string;
  readonly dropId: string;
  readonly opensMs: number;
  /** The venue's. */
  readonly timeZone: string;
  /** Left when we looked. */
  readonly tickets: number;
}

/** A drop that opened longer ago has had its crowd. Milliseconds. */
const openedAgoMsMax = 120_000;
/** Nobody waits for one that opens later. Milliseconds. */
const opensSoonMsMax = 300_000;

/**
 * The drop that is about to open or opened just now; null when there is none. Of several the last: after a start in the
 * middle of an earlier sale that is the one of which everybody is told.
 */
export async function findDemoDrop(api: ApiClient, nowMs: number): Promise<DemoDrop | null> {
  const { data, error } = await api.GET('/v1/events', { params: { query: { limit: 100 } } });
  if (data === undefined) throw new Error(`the events cannot be read: ${JSON.stringify(error)}`);
  const soon = data.items.flatMap(({ id, name, timeZone, nextDrop }) =>
    nextDrop !== null && Date.parse(nextDrop.opensAt) > nowMs - openedAgoMsMax
      ? [{ name, eventId: id, dropId: nextDrop.id, opensMs: Date.parse(nextDrop.opensAt), timeZone }]
      : [],
  );
  const next = soon
    .filter(({ opensMs }) => opensMs < nowMs + opensSoonMsMax)
    .sort((a, b) => b.opensMs - a.opensMs)[0];
  if (next === undefined) return null;
  const tickets = await countLeft(api, next.dropId);
  return tickets === 0 ? null : { ...next, tickets };
}

/** Tickets of a drop that are not sold. */
export async function countLeft(api: ApiClient, dropId: string): Promise<number> {
  const { data, error } = await api.GET('/v1/drops/{dropId}/availability', { params: { path: { dropId } } });
  if (data === undefined) throw new Error(`what is left cannot be read: ${JSON.stringify(error)}`);
  return data.categories.reduce((sum, { free, held }) => sum + free + held, 0);
}
