import { assemblePlan } from './assemble-plan.ts';
import type { DraftPlan } from './draft-plan.ts';
import { readHallScheme } from './import-hall-scheme.ts';
import { readPretixPlan } from './import-pretix.ts';
import { inspectDraft } from './inspect-draft.ts';
import { rootPlace } from './json-place.ts';
import { countSeats, countSeatsByCategory, type SeatingPlan } from './plan.ts';
import { type PlanFault, PlanFindings, type PlanOddity } from './plan-findings.ts';
import { planFileCharactersMax } from './plan-limits.ts';
import { asObject, type JsonObject } from './read-fields.ts';

export type PlanFormat = 'pretix' | 'hall-scheme';

export type PlanReport = {
  readonly format: PlanFormat;
  readonly zones: number;
  readonly rows: number;
  readonly seats: number;
  /** In the plan's order of categories; an unused one has 0. */
  readonly seatsByCategory: readonly { readonly name: string; readonly seats: number }[];
  /** What was odd, by kind, in the order met. */
  readonly oddities: readonly PlanOddity[];
};

/** Either the whole plan, or every fault of the file and nothing of the plan. */
export type PlanImport =
  | { readonly kind: 'imported'; readonly plan: SeatingPlan; readonly report: PlanReport }
  | { readonly kind: 'refused'; readonly faults: readonly PlanFault[] };

const fallbackNameDefault = 'Imported plan';

/** Reads the text of a plan file. Never throws; time grows linearly with the text (sorting inside a row aside). */
export function importPlanText(text: string, fallbackName = fallbackNameDefault): PlanImport {
  const findings = new PlanFindings();
  if (text.length > planFileCharactersMax) {
    findings.fault('fileTooLarge', rootPlace, `${text.length} characters, at most ${planFileCharactersMax}`);
    return { kind: 'refused', faults: findings.faults };
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    findings.fault('notJson', rootPlace, error instanceof Error ? error.message : '');
    return { kind: 'refused', faults: findings.faults };
  }
  return importPlan(value, fallbackName);
}

/** The same for JSON that is parsed already. `fallbackName` names a plan whose file does not. */
export function importPlan(value: unknown, fallbackName = fallbackNameDefault): PlanImport {
  const findings = new PlanFindings();
  const root = asObject(value, rootPlace, findings);
  const format = root && detectFormat(root);
  if (root !== null && format === null) findings.fault('formatUnknown', rootPlace);
  if (root === null || format === null) return { kind: 'refused', faults: findings.faults };
  const draft = readDraft[format](root, fallbackName, findings);
  if (findings.faults.length > 0) return { kind: 'refused', faults: findings.faults };
  inspectDraft(draft, findings);
  const plan = assemblePlan(draft, findings);
  return { kind: 'imported', plan, report: reportOn(plan, format, findings) };
}

const readDraft: Record<
  PlanFormat,
  (root: JsonObject, fallbackName: string, findings: PlanFindings) => DraftPlan
> = { pretix: readPretixPlan, 'hall-scheme': readHallScheme };

function detectFormat(root: JsonObject): PlanFormat | null {
  if (Object.hasOwn(root.fields, 'zones')) return 'pretix';
  if (Object.hasOwn(root.fields, 'objects')) return 'hall-scheme';
  return null;
}

function reportOn(plan: SeatingPlan, format: PlanFormat, findings: PlanFindings): PlanReport {
  return {
    format,
    zones: plan.zones.length,
    rows: plan.zones.reduce((sum, zone) => sum + zone.rows.length, 0),
    seats: countSeats(plan),
    seatsByCategory: [...countSeatsByCategory(plan)].map(([name, seats]) => ({ name, seats })),
    oddities: findings.oddities(),
  };
}
