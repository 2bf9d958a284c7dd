import { type DropRecord, drawName, loadDrop } from '@fairgate/shared/database/drop-record.ts';
import {
  type DueNoticeRow,
  forgetNoticePlaces,
  loadDueNotices,
  loadUnplacedNotices,
  lookLater,
  type NoticePlace,
  type NoticeToQueue,
  placeNotices,
  queueNotices,
  withOpenNotices,
} from '@fairgate/shared/database/due-notices.ts';
import { isSoldOut } from '@fairgate/shared/database/line-notice-facts.ts';
import {
  dueNotice,
  isTurnOnly,
  type LineNoticeKind,
  type NoticeBand,
  noticeBand,
  soonMinutes,
} from '@fairgate/shared/domain/line-notices.ts';
import { createLinePace, type LinePace, plannedPace } from '@fairgate/shared/domain/line-pace.ts';
import { createDrawPositions } from '@fairgate/shared/draw/draw-positions.ts';
import { readTurnEnds } from '@fairgate/shared/redis/turn-ends.ts';
import { advanceLine, type DropPlace, type LineStanding } from '@fairgate/shared/redis/waiting-room.ts';
import { LRUCache } from 'lru-cache';
import type { WorkerStores } from '../worker-stores.ts';

export const notifyLineEveryMs = 1_500;
/** Of a drop, in one round: places that are reckoned, and notices of a lane. More of them come in the next, at once. */
const placesPerRound = 1_000;
const noticesPerRound = 500;
/** Who asked before the place reached Postgres, or without one, is looked at again after this. Seconds. */
const lookAgainSeconds = 5;
/** Before it opens, a drop is looked at as early as its first notice may be due. Milliseconds. */
const beforeOpeningMs = (soonMinutes + 1) * 60_000;
const dropsMax = 1_000;
/** Counting what is left reads a sold-out drop whole. Milliseconds. */
const soldOutAgeMs = 10_000;

type NotifierStores = Pick<WorkerStores, 'database' | 'redis' | 'epoch' | 'liveDrops' | 'outage' | 'log'>;

/** What operators set a drop to while nobody is let in. */
const stillStates = ['PAUSED', 'HELD', 'DRAINING'];

/**
 * Tells who asked for it that the turn is near, and that it has come. Reads by position only what is due: it costs the same
 * however many wait without having asked. Any number of workers may, as each notice is queued once.
 */
export function createLineNotifier(stores: NotifierStores): () => Promise<boolean> {
  const { database, redis, epoch, liveDrops, outage, log } = stores;
  const positions = createDrawPositions();
  const paces = new LRUCache<string, LinePace>({ max: dropsMax });
  const soldOut = new LRUCache<string, boolean>({ max: dropsMax, ttl: soldOutAgeMs });

  return async () => {
    const current = epoch.current();
    if (current === null) return false;
    const drops = (await liveDrops.all()).filter((drop) => drop.state !== 'CLOSED');
    const open = await withOpenNotices(database, drops.map(idsOf));
    let more = false;
    for (const drop of drops.filter(({ id }) => open.has(id))) {
      try {
        const hasMore = await notifyDrop(drop, { epoch: current, ...idsOf(drop) });
        more = more || hasMore;
      } catch (error) {
        log.warn({ err: error, dropId: drop.id }, 'who waits was not told and is told later');
      }
    }
    return more;
  };

  /** Whether there is more at once. */
  async function notifyDrop(drop: DropRecord, place: DropPlace): Promise<boolean> {
    const line = await advanceLine(redis, place, outage.standstill());
    if (line.kind !== 'line') return false;
    if (line.draw === 'pending') await forgetNoticePlaces(database, place);
    if (line.draw === 'pending' || line.opensMs - line.nowMs > beforeOpeningMs) return false;
    const isOver = line.state === 'CLOSED' || (line.closesMs > 0 && line.nowMs >= line.closesMs);
    if (isOver) return false;
    const standsStill = stillStates.includes(line.state) || outage.standstill() !== '';
    const bands = bandsOf(drop, line, standsStill);
    const hasMorePlaces = await reckonPlaces(place, bands, line.draw);
    // Nobody is let in: neither notice would be true.
    if (standsStill) return hasMorePlaces;
    const hasMoreNotices = await tell(place, bands);
    return hasMorePlaces || hasMoreNotices;
  }

  function bandsOf(drop: DropRecord, line: LineStanding, standsStill: boolean): NoticeBand[] {
    const pace = paces.get(drop.id) ?? createLinePace();
    paces.set(drop.id, pace);
    const opensInMs = line.opensMs - line.nowMs;
    if (standsStill) pace.forget();
    else if (opensInMs <= 0) pace.note(line.nowMs, line.served);
    const weights = drop.lanes.map(({ weight }) => weight);
    return line.served.map((served, lane) => {
      const planned = plannedPace(line.ratePerMinute, weights, lane);
      return noticeBand({ served, turnsPerMinute: pace.measured(lane) ?? planned, opensInMs });
    });
  }

  /** A place's position never changes once it is drawn, so it is reckoned once. */
  async function reckonPlaces(
    place: DropPlace,
    bands: readonly NoticeBand[],
    draw: string,
  ): Promise<boolean> {
    const unplaced = await loadUnplacedNotices(database, place, placesPerRound);
    if (unplaced.length === 0) return false;
    // It is kept: what is remembered of the drop may lack its draw, or a gap that an epoch just brought.
    const drop = await loadDrop(database, place.dropId);
    if (drop === null || drawName(drop.draw) !== draw) return false;
    const placed = unplaced.flatMap(({ accountId, lane, index }): NoticePlace[] => {
      const band = lane === null ? undefined : bands[lane];
      if (lane === null || index === null || band === undefined) return [];
      const position = positions.positionOf(drop, { lane, index }, drop.lanes[lane]?.skipped ?? []);
      if (position === null) return [];
      return [{ accountId, lane, index, position, turnOnly: isTurnOnly(position, band) }];
    });
    await placeNotices(database, place, placed);
    const known = new Set(placed.map(({ accountId }) => accountId));
    const unknown = unplaced.map(({ accountId }) => accountId).filter((id) => !known.has(id));
    await lookLater(database, place, unknown, lookAgainSeconds);
    return unplaced.length === placesPerRound;
  }

  async function tell(place: DropPlace, bands: readonly NoticeBand[]): Promise<boolean> {
    const rows = await loadDueNotices(database, place, bands, noticesPerRound);
    if (rows.length === 0 || (await isOutOfTickets(place))) return false;
    const due = rows.flatMap((row) => {
      const band = bands[row.lane];
      const kind = band === undefined ? null : dueNotice(row, band);
      return kind === null ? [] : [{ row, kind }];
    });
    const told = await queueNotices(database, place, await withTurnEnds(place, due));
    return told > 0 && rows.length >= noticesPerRound;
  }

  async function withTurnEnds(
    place: DropPlace,
    due: readonly { readonly row: DueNoticeRow; readonly kind: LineNoticeKind | 'over' }[],
  ): Promise<NoticeToQueue[]> {
    const ends = await readTurnEnds(
      redis,
      place,
      due.map(({ row }) => row),
    );
    return due.map(({ row: { accountId, lane, index }, kind }, at) => {
      const keptUntilMs = kind === 'turn' ? (ends[at] ?? null) : null;
      return { accountId, lane, index, kind, keptUntilMs };
    });
  }

  /** The page says so to everybody at once; a turn to buy nothing is none. */
  async function isOutOfTickets(place: DropPlace): Promise<boolean> {
    const known = soldOut.get(place.dropId) ?? (await isSoldOut(database, place));
    soldOut.set(place.dropId, known, { noUpdateTTL: true });
    return known;
  }
}

function idsOf({ eventId, id }: DropRecord): { readonly eventId: string; readonly dropId: string } {
  return { eventId, dropId: id };
}
