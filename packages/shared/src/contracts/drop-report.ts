import { type Static, Type } from 'typebox';
import { lanesMax } from '../domain/lane-order.ts';
import { Instant, Uuid } from './common.ts';
import { closed } from './edits.ts';

const Count = Type.Integer({ minimum: 0 });
const MaybeInstant = Type.Union([Instant, Type.Null()]);
const MaybeSeconds = Type.Union([Type.Number({ minimum: 0 }), Type.Null()]);
const MaybePercent = Type.Union([Type.Number({ minimum: 0 }), Type.Null()]);

const LaneReport = Type.Object(
  {
    lane: Type.Integer({ minimum: 0, maximum: lanesMax - 1 }),
    name: Type.String(),
    /** Its part of all turns, while every lane had people waiting. */
    sharePercent: Type.Number({ minimum: 0, maximum: 100 }),
    /** Accounts whose place is here, each once. */
    entrants: Count,
    /** Every place that was given out here; an account that used its turn, or changed its lane, got another. */
    placesGiven: Count,
    /** Of those, given up for another after their turn was used. */
    placesReplaced: Count,
    /** And given up for a place in another lane. */
    placesLeft: Count,
    turnsGiven: Count,
    turnsTaken: Count,
    /** No-shows, and the turns of places that had been left. */
    turnsNotTaken: Count,
    admitted: Count,
    /** From joining, or from the opening if that was later, to coming in; of who came in with the place that they still have. */
    medianWaitSeconds: MaybeSeconds,
    p90WaitSeconds: MaybeSeconds,
  },
  closed,
);

/** How the waits that pages promised compare with those that people had; docs/forecast-and-report.md says how it is reckoned. */
const EstimateReport = Type.Object(
  {
    /** How often the line was looked at, once in 15 s at most. */
    samples: Count,
    /** Who came in and was looked at: 2,000 of them at most, evenly spread. */
    entries: Count,
    compared: Count,
    byMeasuredPace: Count,
    notPromised: Count,
    leftOut: Count,
    /** Of what they waited; null: nothing could be compared. */
    medianErrorPercent: MaybePercent,
    /** Of those compared, whose wait was within the promised range. */
    withinPromisePercent: MaybePercent,
  },
  closed,
);

/** What a drop was, once it is over; the same for everybody, and without people. */
export const DropReport = Type.Object(
  {
    dropId: Uuid,
    eventId: Uuid,
    madeAt: Instant,
    opensAt: Instant,
    firstTurnAt: MaybeInstant,
    /** When nothing was left for the first time. */
    soldOutAt: MaybeInstant,
    /** null: it was closed, and nobody wrote down when. */
    endedAt: MaybeInstant,
    endedBy: Type.Enum(['closed', 'closesAt', 'soldOut']),
    /** Orders that may still end one way or the other: figures of what was bought can change. */
    ordersUnfinished: Count,
    tickets: Type.Object({ offered: Count, sold: Count }, closed),
    /** Paid, also what was refunded since. */
    bought: Type.Object({ orders: Count, tickets: Count }, closed),
    /** Admissions before their turn, by the log. */
    bypasses: Count,
    lanes: Type.Array(LaneReport, { maxItems: lanesMax }),
    /** null: it had no lobby, so first come, first served. */
    draw: Type.Union([
      Type.Object(
        {
          state: Type.Enum(['SCHEDULED', 'SEALED', 'ROOTED', 'DRAWN']),
          proof: Type.Union([
            Type.Enum(['FULL', 'COMMIT_REVEAL', 'SECRET_WITHHELD', 'UNPROVEN']),
            Type.Null(),
          ]),
          drawnAt: MaybeInstant,
        },
        closed,
      ),
      Type.Null(),
    ]),
    /** The last entry of the admission log; null: it is empty. */
    admissionLog: Type.Union([
      Type.Object(
        {
          seq: Count,
          at: Instant,
          hash: Type.String(),
          keyId: Type.Union([Type.String(), Type.Null()]),
          signature: Type.Union([Type.String(), Type.Null()]),
          admissions: Count,
        },
        closed,
      ),
      Type.Null(),
    ]),
    /** Admissions that came too late for the log, or are on their way to it. */
    admissionsNotLogged: Count,
    estimates: EstimateReport,
  },
  closed,
);
export type DropReport = Static<typeof DropReport>;
