import { type CrashPoint, type EffectName, effects } from '@fairgate/shared/process/crash-points.ts';
import type { LinkTarget } from '../stack/service-process.ts';
import type { PlayName } from './plays.ts';

/** What happens to the process at a point, or behind its back while it stands there. */
export const pointFaults = ['kill', 'stop', 'postgres', 'redis', 'answerLost'] as const;
export type PointFault = (typeof pointFaults)[number];

const stores: Readonly<Record<string, LinkTarget>> = {
  database: 'postgres',
  redis: 'redis',
  queues: 'redis',
  payments: 'stripe',
};

/** What an effect writes to over a wire; null for mails and files. */
export function storeOf(effect: EffectName): LinkTarget | null {
  return stores[effects[effect].where.split('/')[0] ?? ''] ?? null;
}

export function effectOf(point: CrashPoint): EffectName {
  return point.split('.')[0] as EffectName;
}

/** Points that no play reaches, with the reason. */
export const unreached: Partial<Readonly<Record<EffectName, string>>> = {
  'cancel-second-intent': 'Stripe would have to make two intents under two keys while its list shows neither',
  'give-back-journal-rows':
    'the disk of the journal would have to fail under an open file; a row that is not given back is taken 5 s later',
};

/** The play that comes by an effect; `visit` where nothing else is said. */
const special: Partial<Readonly<Record<EffectName, PlayName>>> = {
  'raise-mark': 'forget',
  'grant-index-block': 'forget',
  'end-admission': 'giveBack',
  'close-admission': 'giveBack',
  'extend-hold': 'giveBack',
  'release-hold': 'giveBack',
  'unbind-hold': 'refusal',
  'redeem-lane-code': 'usesCode',
  'restore-entries': 'forget',
  'restore-admission': 'forget',
  'restore-lease': 'forget',
  'fill-segments': 'forget',
  'publish-drop': 'forget',
  'mark-ready': 'forget',
  'claim-epoch': 'forget',
  'renew-claim': 'forget',
  'publish-epoch': 'forget',
  'expire-admissions': 'endAdmission',
  'spend-admissions': 'spendAdmission',
  'expire-order': 'cancel',
  'cancel-intent': 'cancel',
  'record-canceled': 'cancel',
  'fail-operation': 'tooCheap',
  'mark-unknown': 'unanswered',
  postpone: 'overTheRate',
  'open-next-attempt': 'serverFault',
  'mark-inbox-failed': 'webhookInVain',
  'mark-outbox-failed': 'mailInVain',
  'create-refund': 'refund',
  'refund-tickets': 'refund',
  'record-refund': 'refund',
  'refuse-refund': 'refusedRefund',
  'follow-refund': 'failedRefund',
  'decide-failed-refund': 'failedRefund',
  'take-refunds-to-ask': 'quietRefund',
  'record-dispute': 'dispute',
  'note-index-gap': 'forget',
  'raise-beat': 'forget',
  'lock-line-restore': 'lineForgotten',
  'sweep-leases': 'holdsRunOut',
  'take-orders-to-ask': 'unheard',
  'note-finalize-failed': 'ledgerRefuses',
  'postpone-outbox': 'marksInVain',
  'stretch-deadline': 'atTheBank',
  'begin-outage': 'outage',
  'take-probe': 'outage',
  'record-probe': 'outage',
  'mark-resumed': 'outage',
  'prolong-leases': 'outage',
  'prolong-admission': 'outage',
  'offer-transfer': 'giveAway',
  'accept-transfer': 'giveAway',
  'end-transfer': 'giveAway',
  'expire-transfers': 'offerRunsOut',
  'check-in': 'giveAway',
  'undo-check-in': 'giveAway',
  'cancel-event': 'callOff',
  'take-refund-runs': 'callOff',
  'switch-refund-run': 'callOff',
  'switch-journal': 'journalOff',
  'finish-refund-run': 'callOff',
  'move-event': 'callOff',
};

export function playOf(effect: EffectName): PlayName {
  return special[effect] ?? 'visit';
}

export interface PointRun {
  readonly point: CrashPoint;
  readonly fault: PointFault;
  readonly hit: 1 | 2;
}

/** Every point × every fault × first and second hit; an answer can only be lost of what is about to be asked of a store. */
export function allRuns(): readonly PointRun[] {
  return pointsOf((Object.keys(effects) as EffectName[]).filter((effect) => unreached[effect] === undefined));
}

export function pointsOf(names: readonly EffectName[]): readonly PointRun[] {
  return names.flatMap((effect) =>
    (['before', 'after'] as const).flatMap((side) =>
      pointFaults
        .filter((fault) => fault !== 'answerLost' || (side === 'before' && storeOf(effect) !== null))
        .flatMap((fault) =>
          ([1, 2] as const).map((hit): PointRun => ({ point: `${effect}.${side}`, fault, hit })),
        ),
    ),
  );
}

export function nameOfRun({ point, fault, hit }: PointRun): string {
  return `${point}:${fault}:${hit}`;
}
