import type { DrawFacts } from '@fairgate/shared/contracts/draws.ts';

const states: Readonly<Record<Exclude<DrawFacts['state'], 'DRAWN'>, string>> = {
  SCHEDULED: 'Its lobby is open',
  SEALED: 'Its lobby is sealed, and the root is being written',
  ROOTED: 'Its root is written',
};

/** Why a draw cannot be checked yet, and when to come again; null: it is drawn. */
export function notDrawnYet(facts: DrawFacts, nowMs: number): string | null {
  if (facts.state === 'DRAWN') return null;
  const dueMs = Date.parse(facts.beacon.at);
  const again =
    nowMs < dueMs
      ? `Come again after ${facts.beacon.at}, when round ${facts.beacon.round} of the beacon is due.`
      : `Round ${facts.beacon.round} of the beacon was due at ${facts.beacon.at}: come again in a minute.`;
  const keep = [
    `commitment ${facts.commitment}`,
    ...(facts.root === null ? [] : [`root ${facts.root}`, `signature ${facts.rootSignature}`]),
  ];
  return `The drop is not drawn yet. ${states[facts.state]}. ${again}\nKeep this, and hold it against the draw then: ${keep.join(', ')}.`;
}
