/** What a drill must not exceed. Seconds where nothing else is said. */
export const GOALS = {
  /** From the kill of one process until it serves again. */
  crashRtoSecondsMax: 30,
  /** From the loss of the data folder until sales are open on the restored one. */
  restoreRtoSecondsMax: 300,
  drillSecondsMax: 300,
} as const;

/** One way back, measured. Names are part of the command's contract. */
export interface RestoreResult {
  /** `latest`, or how many seconds before the disaster. */
  readonly target: string;
  readonly restoredTo: string;
  /** How much the database alone had lost: from its last replayed commit to the disaster. */
  readonly databaseRpoSeconds: number;
  /** Orders that their buyers had been shown as paid, and what became of them. */
  readonly acknowledgedOrders: number;
  readonly acknowledgedLost: number;
  /** Acknowledged orders that the restored database alone did not have as paid: brought back by journal and Stripe. */
  readonly broughtBack: number;
  /** Acknowledged transfers and refunds that are not in the ledger any more. */
  readonly actsLost: number;
  /** Those that the restored database alone did not have: the journal alone knows them. */
  readonly actsBroughtBack: number;
  readonly journalLines: number;
  readonly rtoSeconds: number;
  readonly restoreSeconds: number;
  readonly replaySeconds: number;
  readonly doubleSold: number;
  readonly unfinished: number;
  readonly auditFailures: number;
  readonly faults: readonly string[];
}

export interface CrashResult {
  readonly process: string;
  readonly rtoSeconds: number;
  readonly acknowledgedLost: number;
}

export interface DrillReport {
  readonly tickets: number;
  readonly ordersAcknowledged: number;
  /** Of them; Stripe knows nothing of these. */
  readonly freeOrdersAcknowledged: number;
  readonly actsAcknowledged: number;
  /** After how long at the latest log was archived. */
  readonly archiveSeconds: number;
  readonly backupSeconds: number;
  readonly restores: readonly RestoreResult[];
  readonly crashes: readonly CrashResult[];
  readonly durationSeconds: number;
  readonly faults: readonly string[];
  readonly isRight: boolean;
}

/** A database that lost so much has lost a transfer or a refund, too. */
const actsSurelyLostSeconds = 5;

export function judge(measured: Omit<DrillReport, 'faults' | 'isRight'>): DrillReport {
  const faults: string[] = [];
  if (measured.ordersAcknowledged === 0) faults.push('nobody bought anything: the drill proves nothing');
  if (measured.actsAcknowledged === 0)
    faults.push('nobody passed a ticket on or gave it back: the drill proves nothing of the journal');
  for (const restore of measured.restores) {
    const { target, acknowledgedLost, actsLost, doubleSold, unfinished, auditFailures, rtoSeconds } = restore;
    if (restore.journalLines === 0) faults.push(`${target}: no line of the journal was read`);
    if (actsLost > 0) faults.push(`${target}: ${actsLost} acknowledged transfers or refunds are lost`);
    if (restore.actsBroughtBack === 0 && restore.databaseRpoSeconds > actsSurelyLostSeconds)
      faults.push(`${target}: nothing was lost that the journal alone knows: it was not tried`);
    if (acknowledgedLost > 0) faults.push(`${target}: ${acknowledgedLost} acknowledged orders are lost`);
    if (doubleSold > 0) faults.push(`${target}: ${doubleSold} tickets are sold twice`);
    if (unfinished > 0) faults.push(`${target}: ${unfinished} orders or calls are unfinished`);
    if (auditFailures > 0) faults.push(`${target}: ${auditFailures} invariants are broken`);
    if (rtoSeconds > GOALS.restoreRtoSecondsMax) faults.push(`${target}: back only after ${rtoSeconds} s`);
    faults.push(...restore.faults.map((fault) => `${target}: ${fault}`));
  }
  for (const crash of measured.crashes) {
    if (crash.acknowledgedLost > 0)
      faults.push(`${crash.process}: ${crash.acknowledgedLost} acknowledged orders are lost`);
    if (crash.rtoSeconds > GOALS.crashRtoSecondsMax)
      faults.push(`${crash.process}: back only after ${crash.rtoSeconds} s`);
  }
  if (measured.durationSeconds > GOALS.drillSecondsMax)
    faults.push(`the drill took ${measured.durationSeconds} s`);
  return { ...measured, faults, isRight: faults.length === 0 };
}

export function drillLines(report: DrillReport): readonly string[] {
  const row = (name: string, value: unknown): string => `  ${name.padEnd(44)} ${String(value).padStart(10)}`;
  return [
    `${report.ordersAcknowledged} orders were acknowledged for ${report.tickets} tickets on sale, ${report.freeOrdersAcknowledged} of them free, and ${report.actsAcknowledged} transfers and refunds;`,
    `base backup in ${report.backupSeconds} s, log archived every ${report.archiveSeconds} s`,
    ...report.restores.flatMap((restore) => [
      '',
      `Data folder destroyed, restored to ${restore.target} (${restore.restoredTo})`,
      row('RPO of acknowledged sales (orders lost)', restore.acknowledgedLost),
      row('RPO of the database alone (seconds)', restore.databaseRpoSeconds),
      row('brought back by journal and Stripe (orders)', restore.broughtBack),
      row('transfers and refunds lost', restore.actsLost),
      row('brought back by the journal alone', restore.actsBroughtBack),
      row('lines of the journal read', restore.journalLines),
      row('RTO (seconds)', restore.rtoSeconds),
      row('of it restore (seconds)', restore.restoreSeconds),
      row('of it replay (seconds)', restore.replaySeconds),
      row('sold twice', restore.doubleSold),
      row('unfinished', restore.unfinished),
      row('audit failures', restore.auditFailures),
    ]),
    '',
    'Killed with -9',
    ...report.crashes.map((crash) =>
      row(`${crash.process}: RTO (seconds), orders lost`, `${crash.rtoSeconds}, ${crash.acknowledgedLost}`),
    ),
    '',
    ...report.faults,
    `${report.isRight ? 'All is right' : 'Something is wrong'} (${report.durationSeconds} s).`,
  ];
}
