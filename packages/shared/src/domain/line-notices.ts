/** What who waits may be told: that the turn is some minutes away, and that it has come. */
export type LineNoticeKind = 'soon' | 'turn';

/** The first notice says "about five minutes". */
export const soonMinutes = 5;
/** A turn nearer than this is not "about five minutes" away any more: then only the turn itself is told. */
export const soonMinutesMin = 3;

/** How a lane stands, as far as notices go. */
export interface LaneStanding {
  readonly served: number;
  readonly turnsPerMinute: number;
  /** 0 once it is open. Milliseconds. */
  readonly opensInMs: number;
}

/** Positions of a lane, from 0: those below `turnBelow` have their turn, those from `soonFrom` and below `soonBelow` soon. */
export interface NoticeBand {
  readonly turnBelow: number;
  readonly soonFrom: number;
  readonly soonBelow: number;
}

/** A request as it stands: whom it is of does not matter. */
export interface NoticeRequest {
  readonly position: number;
  readonly turnOnly: boolean;
  readonly soonTold: boolean;
  readonly turnTold: boolean;
  /** Already in the shop. */
  readonly cameIn: boolean;
}

/** The position p has its turn when p + 1 are served. */
export function noticeBand({ served, turnsPerMinute, opensInMs }: LaneStanding): NoticeBand {
  const openMinutes = Math.max(0, opensInMs) / 60_000;
  const servedWithin = (minutes: number): number =>
    served + Math.floor(Math.max(0, minutes - openMinutes) * Math.max(0, turnsPerMinute));
  return { turnBelow: served, soonFrom: servedWithin(soonMinutesMin), soonBelow: servedWithin(soonMinutes) };
}

/** Whether a place that is seen for the first time comes too soon for the first of the two notices. */
export function isTurnOnly(position: number, { soonBelow }: NoticeBand): boolean {
  return position < soonBelow;
}

/** What is due now. `over`: nothing is told any more, as the turn was used. null: nothing yet. */
export function dueNotice(request: NoticeRequest, band: NoticeBand): LineNoticeKind | 'over' | null {
  const { position, turnOnly, soonTold, turnTold, cameIn } = request;
  if (turnTold) return null;
  if (position < band.turnBelow) return cameIn ? 'over' : 'turn';
  if (soonTold || turnOnly) return null;
  return position >= band.soonFrom && position < band.soonBelow ? 'soon' : null;
}
