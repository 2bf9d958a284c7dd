import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditReport, CheckReport } from '@fairgate/auditor/report.ts';
import { runAudit } from '@fairgate/auditor/run-audit.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import type { Violation } from './violation.ts';

/** An epoch that just ended is filled anew meanwhile, and marks that were set in an old one are mended. Milliseconds. */
const mendedMsMax = 10_000;
const againMs = 500;

/** Every check of the auditor, also while things are under way. */
export async function audit(stack: FaultStack): Promise<readonly Violation[]> {
  return brokenIn(await auditOf(stack));
}

/**
 * Every check once nothing is under way: Redis must have an epoch that can be looked at, and show every sale, however
 * young.
 */
export async function auditAtRest(stack: FaultStack): Promise<readonly Violation[]> {
  const untilMs = Date.now() + mendedMsMax;
  for (;;) {
    const report = await auditOf(stack, 0);
    const unseen = unseenIn(report);
    const isMended = unseen.length === 0 && !report.checks.some(isLagging);
    if (isMended || Date.now() > untilMs) return [...brokenIn(report), ...unseen];
    await sleep(againMs);
  }
}

function isLagging({ name, state }: CheckReport): boolean {
  return name === 'redis.sold-marks' && state === 'broken';
}

function auditOf(stack: FaultStack, markLagSecondsMax?: number): Promise<AuditReport> {
  return runAudit({
    databaseUrl: stack.databaseUrl,
    redisUrl: stack.redisUrl(),
    stripeSecretKey: stack.secrets.stripeSecretKey,
    stripeApiUrl: stack.stripeUrl,
    signingKeys: [JSON.parse(stack.secrets.signingKey)],
    ...(markLagSecondsMax !== undefined && { markLagSecondsMax }),
  });
}

function brokenIn({ checks }: AuditReport): readonly Violation[] {
  return checks
    .filter(({ state }) => state === 'broken' || state === 'failed')
    .map(
      (check): Violation => ({
        rule: `audit ${check.name}`,
        sentence: `${check.invariant}: ${check.note ?? `${check.count} break it`}`,
        evidence: check.rows,
      }),
    );
}

/** Checks of Redis that could not look: nobody noticed that it forgot, or nobody filled it. */
export function unseenIn({ checks }: Pick<AuditReport, 'checks'>): readonly Violation[] {
  return checks
    .filter(({ name, state }) => name.startsWith('redis.') && state === 'idle')
    .map(
      ({ name, note }): Violation => ({
        rule: `audit ${name}`,
        sentence: `it could not look, ${mendedMsMax / 1000} s after everything came to rest: ${note}`,
        evidence: [],
      }),
    );
}
