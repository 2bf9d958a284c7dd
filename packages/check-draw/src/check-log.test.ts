import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { AdmissionLogEntry } from '@fairgate/shared/contracts/admission-log.ts';
import type { DrawFacts } from '@fairgate/shared/contracts/draws.ts';
import { chainedHash, firstHash, type LoggedFact, signLogHead } from '@fairgate/shared/draw/admission-log.ts';
import { describe, expect, it } from 'vitest';
import { checkLog } from './check-log.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'test', alg: 'EdDSA', use: 'sig' } as never];
const dropId = randomUUID();
/** Two lanes, three turns of four for the first. */
const lanes = [
  { lane: 0, name: 'General', weight: 3, lobby: 30 },
  { lane: 1, name: 'Fan club', weight: 1, lobby: 10 },
];
const facts = { dropId, lanes } as unknown as DrawFacts;

const turns = (...served: number[]): LoggedFact => ({
  kind: 'TURNS',
  at: new Date(1),
  served,
  joined: [30, 10],
});
const admission = (lane: number, position: number): LoggedFact => ({
  ...{ kind: 'ADMISSION', at: new Date(2), admissionId: randomUUID(), lane, position },
});

/** A log as the worker would write it, signed after each of `batches`. */
function written(...batches: readonly (readonly LoggedFact[])[]): AdmissionLogEntry[] {
  let hash: Uint8Array = firstHash;
  const entries: AdmissionLogEntry[] = [];
  for (const batch of batches) {
    for (const [at, fact] of batch.entries()) {
      const seq = entries.length;
      hash = chainedHash(hash, dropId, seq, fact);
      const isLast = at === batch.length - 1;
      entries.push({
        ...{ seq, kind: fact.kind, at: fact.at.toISOString(), hash: Buffer.from(hash).toString('hex') },
        served: fact.kind === 'TURNS' ? [...fact.served] : null,
        joined: fact.kind === 'TURNS' ? [...fact.joined] : null,
        admissionId: fact.kind === 'ADMISSION' ? fact.admissionId : null,
        lane: fact.kind === 'ADMISSION' ? fact.lane : null,
        position: fact.kind === 'ADMISSION' ? fact.position : null,
        keyId: isLast ? 'test' : null,
        signature: isLast ? signLogHead(dropId, seq, hash, privateKey) : null,
      });
    }
  }
  return entries;
}

const right = (): AdmissionLogEntry[] =>
  written(
    [turns(3, 1), admission(0, 0), admission(1, 0)],
    [turns(6, 2), admission(0, 5), admission(0, 1)],
    [turns(30, 10), admission(0, 29)],
  );
const verdict = (entries: readonly AdmissionLogEntry[]) => checkLog(entries, facts, keys);

describe('a log of people who came in by their turns', () => {
  it('is right, whoever came late', () => {
    expect(verdict(right())).toMatchObject({ state: 'holds' });
    expect(verdict(right()).says).toContain('40 turns were given in this order, and 5 people came in');
  });

  it('says nothing while nobody came in', () => {
    expect(verdict([]).state).toBe('idle');
  });

  it('lets a lane whose lobby is served have less: nobody of it waits', () => {
    expect(verdict(written([turns(30, 10), turns(90, 10)])).state).toBe('holds');
  });
});

describe('a log that hides something', () => {
  const altered = (at: number, change: Partial<AdmissionLogEntry>): AdmissionLogEntry[] =>
    right().map((entry) => (entry.seq === at ? { ...entry, ...change } : entry));
  it.each<[string, AdmissionLogEntry[], string]>([
    ['somebody before the turn', written([turns(3, 1), admission(0, 3)]), 'came in before its turn'],
    [
      'a place that was used twice',
      written([turns(3, 1), admission(0, 1), admission(0, 1)]),
      'came in twice',
    ],
    ['turns that were taken back', written([turns(3, 1)], [turns(2, 2)]), 'taken back'],
    ['a lane that was passed over', written([turns(16, 1)]), 'lane 1 was given fewer turns'],
    ['a general lane that was passed over', written([turns(2, 10)]), 'lane 0 was given fewer turns'],
    ['a position that was altered', altered(1, { position: 2 }), 'does not fit'],
    ['a time that was altered', altered(4, { at: new Date(9).toISOString() }), 'does not fit'],
    ['an entry that was left out', right().toSpliced(1, 1), 'something is missing'],
    ['an entry that was put in', right().toSpliced(2, 0, { ...right()[1]!, seq: 2 }), 'does not fit'],
    ['the end that is not signed', right().slice(0, 5), 'nothing behind entry 2 is signed'],
    [
      'a signature of another',
      altered(2, { signature: right().at(-1)!.signature }),
      "signature is not the gateway's",
    ],
    ['a key that nobody has', altered(2, { keyId: 'lost' }), "signature is not the gateway's"],
  ])('shows %s', (_what, entries, sentence) => {
    const finding = verdict(entries);
    expect(finding.state).toBe('broken');
    expect(finding.says).toContain(sentence);
  });

  it('is of this drop alone', () => {
    expect(checkLog(right(), { ...facts, dropId: randomUUID() }, keys).state).toBe('broken');
  });
});
