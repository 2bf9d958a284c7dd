import { randomUUID } from 'node:crypto';
import { keepLineSample } from '@fairgate/shared/database/line-samples.ts';
import { createFans } from './fan.ts';
import type { TestGateway } from './gateway.ts';
import type { OnSale } from './on-sale.ts';

/**
 * An hour of six turns a minute in the general lane and two in another: 60 people in the one, of whom the first joined
 * again after the turn and the eighth stayed away; 4 in the other and one who came over; 50 and 4 turns.
 */
export async function plantLine(gateway: TestGateway, event: OnSale): Promise<void> {
  const { database } = gateway.stores;
  const ids = { eventId: event.eventId, dropId: event.dropId };
  const { opensAt } = await database.drop.findFirstOrThrow({ where: { id: event.dropId } });
  const opensMs = opensAt.getTime();
  const at = (seconds: number) => new Date(opensMs + seconds * 1_000);
  const people = (await createFans(gateway, 65)).map(({ id }) => id);
  await database.dropLane.updateMany({ where: ids, data: { indexMark: 10_000, weight: 3 } });
  await database.dropLane.create({
    data: { ...ids, lane: 1, name: 'Fan club', indexMark: 10_000, places: 200 },
  });
  const entry = (person: number, lane: number, entryIndex: number, seconds = -300) => ({
    ...{ ...ids, lane, entryIndex, accountId: people[person] ?? '', joinedAt: at(seconds) },
  });
  await database.dropEntry.createMany({
    data: [
      entry(0, 0, 60, 700),
      ...range(1, 60).map((person) => entry(person, 0, person)),
      ...range(0, 4).map((index) => entry(60 + index, 1, index)),
      // Had place 61 of the general lane before.
      entry(64, 1, 4, 100),
    ],
  });
  const came = [
    ...range(0, 50)
      .filter((index) => index !== 7)
      .map((index) => ({ lane: 0, person: index, entryIndex: index, seconds: (index + 1) * 10 })),
    ...range(0, 4).map((index) => ({
      ...{ lane: 1, person: 60 + index, entryIndex: index, seconds: (index + 1) * 30 },
    })),
  ].toSorted((a, b) => a.seconds - b.seconds);
  const admissions = came.map(({ lane, person, entryIndex, seconds }) => ({
    ...{ eventId: event.eventId, id: randomUUID(), dropId: event.dropId, accountId: people[person] ?? '' },
    ...{ lane, entryIndex, state: 'LEFT', grantedAt: at(seconds), expiresAt: at(seconds + 900) },
    endedAt: at(seconds + 60),
  }));
  await database.admission.createMany({ data: admissions });
  const served = (seconds: number) => [
    Math.min(50, Math.floor(seconds / 10)),
    Math.min(4, Math.floor(seconds / 30)),
  ];
  const joined = [62, 5];
  const facts = admissions.flatMap(({ id, lane, entryIndex, grantedAt }) => {
    const seconds = (grantedAt.getTime() - opensMs) / 1_000;
    return [
      { kind: 'TURNS', at: grantedAt, served: served(seconds), joined },
      { kind: 'ADMISSION', at: grantedAt, admissionId: id, lane, position: entryIndex },
    ];
  });
  await database.admissionLogEntry.createMany({
    data: facts.map((fact, seq) => ({ ...ids, seq, hash: new Uint8Array(32).fill(seq), ...fact })),
  });
  for (const seconds of range(0, 34).map((index) => index * 15 + 5))
    await keepLineSample(database, ids, {
      atMs: opensMs + seconds * 1_000,
      ...{ served: served(seconds), joined, ratePerMinute: 8, admitted: 0 },
    });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
