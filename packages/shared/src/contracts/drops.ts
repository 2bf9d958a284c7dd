import { type Static, Type } from 'typebox';
import {
  dropMessageCharactersMax,
  dropMessageLanguagesMax,
  perCustomerLimitMax,
  ratePerMinuteMax,
  reasonCharactersMax,
  shopperCapMax,
} from '../domain/catalogue-limits.ts';
import { proofModes } from '../domain/proof-of-work.ts';
import { Instant, Page, Uuid } from './common.ts';
import { closed, versioned } from './edits.ts';
import { Line, textUpTo } from './text.ts';
import { TimeInput } from './time-input.ts';
import { DropPhase } from './waiting-room.ts';

export const EventDropParams = Type.Object({ eventId: Uuid, dropId: Uuid }, closed);

/** What the vendor sets by hand; whether a drop is open is a comparison with the clock. */
const DropState = Type.Enum(['SCHEDULED', 'HELD', 'DRAINING', 'PAUSED', 'CLOSED'], {
  description:
    'SCHEDULED: runs by its times; this also resumes or reopens it. HELD: no turns, while who is inside goes on. DRAINING: besides, nobody new joins. PAUSED (the emergency stop) and CLOSED: no turns, holds or new orders; orders under way finish.',
});
const ShopperCap = Type.Integer({ minimum: 1, maximum: shopperCapMax });
const proofDescription =
  'Whether joining costs its device some seconds of work: never, while very many ask at once, or always. See getChallenge.';
const ProofOfWork = Type.Enum([...proofModes], { description: proofDescription });
const RatePerMinute = Type.Integer({ minimum: 1, maximum: ratePerMinuteMax });

/** The whole of what may be said about a drop; PUT replaces all of it. Local times are in the event's zone. */
export const DropDraft = Type.Object(
  {
    name: Line,
    opensAt: TimeInput,
    closesAt: Type.Optional(Type.Union([TimeInput, Type.Null()])),
    /** Tickets of the event that one account may buy in this drop, with what it bought before. */
    perCustomerLimit: Type.Integer({ minimum: 1, maximum: perCustomerLimitMax }),
    /** How many may shop at a time. */
    shopperCap: ShopperCap,
    /** Turns a minute. */
    ratePerMinute: RatePerMinute,
    holdSeconds: Type.Integer({ minimum: 5, maximum: 3_600, default: 300 }),
    paymentSeconds: Type.Integer({ minimum: 5, maximum: 3_600, default: 600 }),
    admissionSeconds: Type.Integer({ minimum: 10, maximum: 7_200, default: 900 }),
    /** How long a turn waits to be taken. */
    claimSeconds: Type.Integer({ minimum: 5, maximum: 3_600, default: 120 }),
    /** So long before the opening the lobby is sealed, to be drawn; a drop that opens sooner has none. */
    sealSeconds: Type.Integer({ minimum: 6, maximum: 3_600, default: 60 }),
    proofOfWork: Type.Enum([...proofModes], {
      default: 'off',
      description: proofDescription,
    }),
  },
  closed,
);
export type DropDraft = Static<typeof DropDraft>;

/** By language, such as `en` or `pt-BR`; a page shows the first that its reader understands, or else the first of all. */
const Texts = Type.Record(
  Type.String({ pattern: '^[a-z]{2,3}(-[A-Z]{2})?$' }),
  textUpTo(dropMessageCharactersMax),
  { ...closed, maxProperties: dropMessageLanguagesMax },
);

export const DropControls = Type.Object(
  {
    /** What everybody who waits is told; null takes it back. */
    message: Type.Optional(Type.Union([Texts, Type.Null()])),
    /** Why, for the record. */
    reason: Type.Optional(textUpTo(reasonCharactersMax)),
    state: Type.Optional(DropState),
    shopperCap: Type.Optional(ShopperCap),
    ratePerMinute: Type.Optional(RatePerMinute),
  },
  { ...closed, minProperties: 1 },
);
export type DropControls = Static<typeof DropControls>;

export const DropMessage = Type.Object(
  {
    /** As the status has it; 0: nothing was ever said. */
    version: Type.Integer({ minimum: 0 }),
    texts: Texts,
  },
  closed,
);
export type DropMessage = Static<typeof DropMessage>;

export const Drop = Type.Object(
  {
    id: Uuid,
    eventId: Uuid,
    name: Type.String(),
    opensAt: Instant,
    closesAt: Type.Union([Instant, Type.Null()]),
    state: DropState,
    phase: DropPhase,
    perCustomerLimit: Type.Integer(),
    shopperCap: Type.Integer(),
    ratePerMinute: Type.Integer(),
    holdSeconds: Type.Integer(),
    paymentSeconds: Type.Integer(),
    admissionSeconds: Type.Integer(),
    claimSeconds: Type.Integer(),
    sealSeconds: Type.Integer(),
    proofOfWork: ProofOfWork,
    tickets: Type.Integer({ minimum: 0 }),
    ...versioned,
  },
  closed,
);
export type Drop = Static<typeof Drop>;
export const DropPage = Page(Drop);
