import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, seededRandom } from '@fairgate/rehearsal/crowd/seeded-random.ts';
import type { DropStatus, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { type ProblemCode, problemKinds } from '@fairgate/shared/errors.ts';
import { signPlace, verifyPlace } from '@fairgate/shared/tokens/place-ticket.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type AdmissionFacts, forgeAdmission } from '../support/forge-admission.ts';
import { forgeText, oneOf } from '../support/forge-text.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const seed = 20_301;
const people = 50;
/** Fewer than an account may ask in a minute, so that none of them is refused for coming too often. */
const placesEach = 40;
const admissionsEach = 50;
const accessEach = 10;
/** Of what was not refused as it should be. */
const shownMax = 5;

/** What came of one forgery: nothing that was refused well. */
type Surprise = {
  readonly kind: string;
  readonly sent: string;
  readonly status: number;
  readonly body: string;
};

let sale: TestSale;
let event: OnSale;
let other: OnSale;
let fans: Fan[];
beforeAll(async () => {
  sale = await startTestSale();
  event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { general: 200 });
  other = await putOnSale(sale.gateway.database.ownerDatabaseUrl);
  await Promise.all([publishDrop(sale.gateway, event), publishDrop(sale.gateway, other)]);
  fans = await createFans(sale.gateway, people);
});
afterAll(() => sale.close());

const join = async (fan: Fan, { dropId }: OnSale): Promise<Entry> =>
  (await fan.call<Entry>('POST', `/v1/drops/${dropId}/entries`)).body;

/** Over a real connection: some forgeries are refused before there is a request. */
async function send(
  kind: string,
  forged: string,
  allowed: readonly ProblemCode[],
  url: string,
  init: RequestInit,
): Promise<Surprise[]> {
  const answer = await fetch(`${sale.gatewayUrl}${url}`, init);
  const body = await answer.text();
  const code = /^application\/problem\+json/.test(answer.headers.get('content-type') ?? '')
    ? (JSON.parse(body) as { code: ProblemCode }).code
    : null;
  const isRefused = code !== null && allowed.includes(code) && problemKinds[code].status === answer.status;
  return isRefused ? [] : [{ kind, sent: forged.slice(0, 300), status: answer.status, body }];
}

/** Node reads header values as Latin-1; this way the bytes on the wire are those of UTF-8. */
const headerValue = (text: string): string => Buffer.from(text).toString('latin1');

type Forge = (own: number, random: Random) => unknown;
type Kinds = Readonly<Record<string, Forge>>;

/** Everybody tries so many, of all kinds in turn, each by chances of their own. */
async function everybodyTries(
  kinds: Kinds,
  [times, stream]: readonly [times: number, stream: number],
  attempt: (fan: Fan, kind: string, forged: unknown, n: number) => Promise<Surprise[]>,
): Promise<Surprise[]> {
  const names = Object.keys(kinds);
  const tries = fans.map(async (fan, own) => {
    const random = seededRandom(seed, stream + own);
    const surprises: Surprise[] = [];
    for (let n = 0; n < times; n += 1) {
      const kind = names[(own * times + n) % names.length] ?? '';
      surprises.push(...(await attempt(fan, kind, kinds[kind]?.(own, random), n)));
    }
    return surprises;
  });
  return (await Promise.all(tries)).flat();
}

/** What chance alone makes of everybody's own genuine text. */
function byChance(genuine: (own: number) => string | undefined): Kinds {
  const kinds = Object.entries(forgeText).map(([kind, forge]): [string, Forge] => [
    kind,
    (own, random) => forge(genuine(own) ?? '', random),
  ]);
  return Object.fromEntries(kinds);
}

const accessOf = (own: number): string => fans[own]?.headers().authorization?.slice('Bearer '.length) ?? '';

describe(`${people * (placesEach + admissionsEach + accessEach)} forgeries`, () => {
  it('of place tickets whose turn has come: nobody comes in by one, and then with the genuine one', async () => {
    const entries = await Promise.all(fans.map((fan) => join(fan, event)));
    const elsewhere = await Promise.all(fans.map((fan) => join(fan, other)));
    const url = `/v1/drops/${event.dropId}/admissions`;
    const kinds: Kinds = {
      ...byChance((own) => entries[own]?.placeTicket),
      'another account': (own) => entries[(own + 1) % people]?.placeTicket,
      'another drop': (own) => elsewhere[own]?.placeTicket,
      'another secret': (own) => {
        const place = verifyPlace(entries[own]?.placeTicket ?? '', sale.gateway.config.placeSecrets);
        return place === null ? '' : signPlace(place, randomBytes(32));
      },
      'an access token': accessOf,
      'no text': (own, random) => oneOf(random, [null, 1, true, {}, [entries[own]?.placeTicket], ['']]),
      'too much': (own, random) =>
        (entries[own]?.placeTicket ?? '').repeat(oneOf(random, [3, 30, 800, 1_000])),
    };
    await untilServed(people);
    const surprises = await everybodyTries(kinds, [placesEach, 0], (fan, kind, placeTicket) => {
      const body = JSON.stringify({ placeTicket });
      return send(kind, body, ['PLACE_INVALID', 'VALIDATION_FAILED', 'BODY_TOO_LARGE'], url, {
        method: 'POST',
        headers: { ...fan.headers(), 'content-type': 'application/json' },
        body,
      });
    });
    expect(surprises.slice(0, shownMax)).toEqual([]);
    const { admission } = sale.gateway.stores.database;
    expect(await admission.count()).toBe(0);
    for (const [own, fan] of fans.entries()) {
      const { placeTicket } = entries[own] as Entry;
      const answer = await fan.call<{ token: string }>('POST', url, { placeTicket });
      expect(answer.status).toBe(200);
      fan.admission = answer.body.token;
    }
    expect(await admission.count()).toBe(people);
  });

  it('of admissions: nobody holds or orders by one, and then with the genuine one', async () => {
    const { signingKey } = sale.gateway.config;
    const facts = fans.map((fan, own) => ({
      token: fan.admission ?? '',
      signingKey,
      otherAccountId: fans[(own + 1) % people]?.id ?? '',
      otherDropId: other.dropId,
    }));
    const place = (await join(fans[0] as Fan, other)).placeTicket;
    const onPurpose = Object.entries(forgeAdmission).map(([kind, forge]): [string, Forge] => [
      kind,
      (own, random) => forge(facts[own] as AdmissionFacts, random),
    ]);
    const kinds: Kinds = {
      ...byChance((own) => facts[own]?.token),
      ...Object.fromEntries(onPurpose),
      'of somebody else': (own) => facts[(own + 1) % people]?.token,
      'an access token': accessOf,
      'a place ticket': () => place,
      'too much': (own, random) => facts[own]?.token.repeat(oneOf(random, [4, 12, 25, 60, 400])),
      none: (_own, random) => oneOf(random, ['', 'null', 'undefined', '.', '..', '{}']),
    };
    const wish = { categoryId: event.generalCategoryId, quantity: 1 };
    const surprises = await everybodyTries(kinds, [admissionsEach, people], (fan, kind, forged, n) => {
      const holdId = randomUUID();
      const [path, body] = n % 3 === 0 ? ['orders', { holdId }] : ['holds', { holdId, ...wish }];
      const allowed = ['NO_ADMISSION', 'VALIDATION_FAILED', 'REQUEST_UNREADABLE'] as const;
      return send(kind, String(forged), allowed, `/v1/drops/${event.dropId}/${path}`, {
        method: 'POST',
        headers: {
          ...fan.headers(),
          'content-type': 'application/json',
          'idempotency-key': holdId,
          'fairgate-admission': headerValue(String(forged)),
        },
        body: JSON.stringify(body),
      });
    });
    expect(surprises.slice(0, shownMax)).toEqual([]);
    expect(await sale.gateway.stores.database.order.count()).toBe(0);
    const holds = await Promise.all(fans.map((fan) => fan.hold(event.dropId, wish)));
    expect(new Set(holds.map(({ status }) => status))).toEqual(new Set([201]));
  });

  it('of access tokens: nobody is taken for somebody', async () => {
    const kinds: Kinds = { ...byChance(accessOf), 'an admission': (own) => fans[own]?.admission };
    const surprises = await everybodyTries(kinds, [accessEach, 2 * people], (_fan, kind, forged) => {
      const authorization = `Bearer ${headerValue(String(forged))}`;
      return send(kind, String(forged), ['TOKEN_INVALID'], '/v1/orders', { headers: { authorization } });
    });
    expect(surprises.slice(0, shownMax)).toEqual([]);
  });
});

async function untilServed(count: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`${sale.gatewayUrl}/v1/drops/${event.dropId}/status`);
    if ((((await answer.json()) as DropStatus).serving[0] ?? 0) >= count) return;
    await sleep(200);
  }
}
