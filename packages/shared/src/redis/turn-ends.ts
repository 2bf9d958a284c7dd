import type { Redis } from 'ioredis';
import { dropKeys } from './keys.ts';
import type { DropPlace } from './waiting-room.ts';

/** Until when each of these turns is kept, in milliseconds by Redis's clock. null: it was used, or its time is over. */
export async function readTurnEnds(
  redis: Redis,
  place: DropPlace,
  turns: readonly { readonly lane: number; readonly position: number }[],
): Promise<(number | null)[]> {
  if (turns.length === 0) return [];
  const { turns: key } = dropKeys(place.epoch, place.eventId, place.dropId);
  const ends = await redis.zmscore(key, ...turns.map(({ lane, position }) => `${lane}:${position}`));
  return ends.map((end) => (end === null ? null : Number(end)));
}
