import type { DrawFacts } from '@fairgate/shared/contracts/draws.ts';
import type { Finding, FindingName } from './check-draw.ts';

const titles: Readonly<Record<FindingName, string>> = {
  commitment: 'Secret',
  lobby: 'Lobby',
  root: 'Root',
  signature: 'Signature',
  beacon: 'Beacon',
  seed: 'Seed',
  proof: 'Label',
  ranks: 'Ranks',
  times: 'Times',
  log: 'Log',
};

/** What each kind of draw does not show. */
const limits: Readonly<Record<NonNullable<DrawFacts['proof']>, string>> = {
  FULL: 'Nobody could choose this order.',
  COMMIT_REVEAL:
    'There was no beacon, or the root came after it: who knew the secret could have added entries until the order suited.',
  SECRET_WITHHELD: 'The secret was not revealed in time: who held it could choose between two orders.',
  UNPROVEN:
    'Neither secret nor beacon can be shown to have come in time: who held them could choose the order.',
};
const always = 'Not shown: that each entry is a person of its own.';

export function findingLine({ name, holds, sentence }: Finding): string {
  const mark = holds === null ? '·' : holds ? '✓' : '✗';
  return `${mark} ${titles[name].padEnd(10)} ${sentence}`;
}

export function limitLines({ proof }: DrawFacts): string {
  return `${proof === null ? '' : limits[proof]}\n${always}`;
}
