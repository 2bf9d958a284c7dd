import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { laneCodePattern } from '../domain/lane-code-pattern.ts';
import { createLaneCodes, newLaneCode } from './lane-code.ts';

const codes = createLaneCodes(new Uint8Array(32).fill(7));
const dropId = randomUUID();

test('a made code is one that people can type, and no other', () => {
  const made = Array.from({ length: 200 }, newLaneCode);
  expect(new Set(made).size).toBe(200);
  for (const code of made) {
    expect(code).toMatch(
      /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]$/,
    );
    expect(code).toMatch(new RegExp(laneCodePattern));
  }
});

test('case, spaces and hyphens do not matter; the drop and the key do', () => {
  const hash = codes.hashOf(dropId, 'FANCLUB-2030');
  for (const same of ['fanclub2030', 'Fan Club 2030', 'FANCLUB 20-30'])
    expect(codes.hashOf(dropId, same)).toEqual(hash);
  expect(codes.hashOf(dropId, 'FANCLUB2031')).not.toEqual(hash);
  expect(codes.hashOf(randomUUID(), 'FANCLUB2030')).not.toEqual(hash);
  expect(createLaneCodes(new Uint8Array(32)).hashOf(dropId, 'FANCLUB2030')).not.toEqual(hash);
});

test("an invitation's code is always the same, and its own", () => {
  const [one, other] = [randomUUID(), randomUUID()];
  expect(codes.invitationCodeOf(one)).toBe(codes.invitationCodeOf(one));
  expect(codes.invitationCodeOf(one)).not.toBe(codes.invitationCodeOf(other));
  expect(codes.invitationCodeOf(one)).toMatch(new RegExp(laneCodePattern));
});

test.each(['', 'SHORT', 'with_underscore', '-FANCLUB', 'FANCLUB-', 'FAN--CLUB', 'F'.repeat(42), 'FÄNCLUB'])(
  'no code: %j',
  (text) => expect(text).not.toMatch(new RegExp(laneCodePattern)),
);
