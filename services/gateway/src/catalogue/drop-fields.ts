import type { DropDraft } from '@fairgate/shared/contracts/drops.ts';
import { malformed } from './malformed.ts';
import { readEnd, readTime } from './read-time.ts';

/** What a draft says about a drop, with times as instants. `timeZone` is the event's. */
export function readDropFields(draft: DropDraft, timeZone: string) {
  const opensAt = readTime(draft.opensAt, timeZone, '/opensAt');
  return { ...draft, opensAt, closesAt: readEnd(draft.closesAt, opensAt, timeZone, '/closesAt') };
}

/** A drop may be said to open now: so late may the request come. Seconds. */
export const opensInPastSecondsMax = 300;

/** Refuses an opening that is long past: nobody could have known of it. */
export function requireOpeningAhead(opensAt: Date, nowMs: number): void {
  if (opensAt.getTime() < nowMs - opensInPastSecondsMax * 1000)
    throw malformed('/opensAt', 'is past; to open the drop at once, send the present time');
}
