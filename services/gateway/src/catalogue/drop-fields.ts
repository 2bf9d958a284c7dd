import type { DropDraft } from '@fairgate/shared/contracts/drops.ts';
import { readEnd, readTime } from './read-time.ts';

/** What a draft says about a drop, with times as instants. `timeZone` is the event's. */
export function readDropFields(draft: DropDraft, timeZone: string) {
  const opensAt = readTime(draft.opensAt, timeZone, '/opensAt');
  return { ...draft, opensAt, closesAt: readEnd(draft.closesAt, opensAt, timeZone, '/closesAt') };
}
