import type { PlanImportResult } from '@fairgate/shared/contracts/seating-plans.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { planFaultsListedMax } from '@fairgate/shared/domain/catalogue-limits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { invariant } from '@fairgate/shared/invariant.ts';
import { v7 } from 'uuid';
import type { Account } from '../../access/policy.ts';
import { insertPlan } from '../../catalogue/insert-plan.ts';
import type { PlanReader } from '../../catalogue/plan-reader.ts';
import type { PlanReading } from '../../catalogue/plan-reader-thread.ts';
import { planSummaryFields, showPlan } from '../../catalogue/show-plan.ts';
import { requireVenue } from '../../catalogue/venue-access.ts';

/**
 * Imports a plan file, whole or not at all. The same bytes at the same venue are the plan that is there already; any
 * other file is the venue's next plan version. A faulty file is PLAN_INVALID with every fault and its place.
 */
export async function importSeatingPlan(
  database: Database,
  planReader: Pick<PlanReader, 'read'>,
  account: Account,
  { venueId, dryRun }: { readonly venueId: string; readonly dryRun: boolean },
  file: Uint8Array,
): Promise<PlanImportResult> {
  const { vendorId } = await requireVenue(database, account, venueId, 'edit');
  const reading = await planReader.read(file);
  if (reading.kind === 'refused') {
    const { faults } = reading;
    throw new Problem('PLAN_INVALID', {
      faultCount: faults.length,
      faults: faults.slice(0, planFaultsListedMax),
    });
  }
  const report = copyReport(reading.report);
  if (dryRun) return { outcome: 'checked', plan: null, report };
  const known = await findPlan(database, venueId, reading.sourceHash);
  if (known !== null) return { outcome: 'known', plan: showPlan(known), report };
  const id = v7();
  const made = await insertPlan(database, id, venueId, reading, {
    actor: account.id,
    vendorId,
    action: 'plan.import',
    subject: `plan:${id}`,
    detail: { venueId, name: reading.name, seats: report.seats, format: report.format },
  });
  const plan = await findPlan(database, venueId, reading.sourceHash);
  invariant(plan !== null, 'an imported plan is not there');
  return { outcome: made ? 'imported' : 'known', plan: showPlan(plan), report };
}

function findPlan(database: Database, venueId: string, sourceHash: Uint8Array) {
  return database.seatingPlan.findFirst({
    where: { venueId, sourceHash: Buffer.from(sourceHash) },
    select: planSummaryFields,
    orderBy: { planVersion: 'desc' },
  });
}

function copyReport(report: (PlanReading & { kind: 'read' })['report']): PlanImportResult['report'] {
  return {
    ...report,
    seatsByCategory: [...report.seatsByCategory],
    oddities: report.oddities.map((oddity) => ({ ...oddity, places: [...oddity.places] })),
  };
}
