import { type CrashPoint, type EffectName, effects } from '@fairgate/shared/process/crash-points.ts';
import type { PlayName } from './plays.ts';

/** What happens to the process at a point, or behind its back while it stands there. */
export const pointFaults = ['kill', 'stop', 'postgres', 'redis'] as const;
export type PointFault = (typeof pointFaults)[number];

/** Points that no play reaches, with the reason. */
export const unreached: Partial<Readonly<Record<EffectName, string>>> = {
  'cancel-second-intent': 'Stripe would have to make two intents under two keys while its list shows neither',
  'note-finalize-failed': 'finalize_orders would have to fail, again and again, for one order alone',
  'postpone-outbox': 'mails to a folder do not hang; tests/flows/mails-that-hang has a server that does',
  'expire-transfers': 'offers last for days; prisma/transfers has the case',
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
  'follow-refund': 'failedRefund',
  'decide-failed-refund': 'failedRefund',
  'take-refunds-to-ask': 'quietRefund',
  'record-dispute': 'dispute',
  'note-index-gap': 'forget',
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
  'check-in': 'giveAway',
  'undo-check-in': 'giveAway',
  'cancel-event': 'callOff',
  'take-refund-runs': 'callOff',
  'switch-refund-run': 'callOff',
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

/** Every point × every fault × first and second hit. */
export function allRuns(): readonly PointRun[] {
  return pointsOf((Object.keys(effects) as EffectName[]).filter((effect) => unreached[effect] === undefined));
}

export function pointsOf(names: readonly EffectName[]): readonly PointRun[] {
  return names.flatMap((effect) =>
    (['before', 'after'] as const).flatMap((side) =>
      pointFaults.flatMap((fault) =>
        ([1, 2] as const).map((hit): PointRun => ({ point: `${effect}.${side}`, fault, hit })),
      ),
    ),
  );
}

export function nameOfRun({ point, fault, hit }: PointRun): string {
  return `${point}:${fault}:${hit}`;
}
