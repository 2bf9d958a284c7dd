import { checkDraw } from '@fairgate/check-draw/check-draw.ts';
import { checkLog } from '@fairgate/check-draw/check-log.ts';
import { fetchFacts, fetchLog, fetchPublished } from '@fairgate/check-draw/fetch-draw.ts';
import { quicknet } from '@fairgate/shared/draw/beacon-chain.ts';

/** What somebody finds who recomputes the draw, and holds the log of admissions against it. */
export interface DrawVerdict {
  readonly proof: string | null;
  /** How many were in the lobby. */
  readonly lobby: number;
  /** How many came in, by the log. */
  readonly cameIn: number;
  readonly faults: readonly string[];
}

/** Asks the installation as everybody may. */
export async function judgeDraw(gatewayUrl: string, dropId: string): Promise<DrawVerdict> {
  const draw = await fetchPublished(gatewayUrl, await fetchFacts(gatewayUrl, dropId));
  const log = await fetchLog(gatewayUrl, dropId);
  const findings = [...(await checkDraw(draw, quicknet)), checkLog(log, draw.facts, draw.keys)];
  return {
    proof: draw.facts.proof,
    lobby: draw.facts.lanes.reduce((sum, { lobby }) => sum + (lobby ?? 0), 0),
    cameIn: log.filter(({ kind }) => kind === 'ADMISSION').length,
    faults: findings
      .filter(({ state }) => state === 'broken')
      .map(({ check, says }) => `draw, ${check}: ${says}`),
  };
}
