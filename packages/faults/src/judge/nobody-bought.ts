import { countActs, type History } from '../history/history.ts';
import type { Violation } from './violation.ts';

/** A crowd of which nobody held or bought anything tried nothing. */
export function nobodyBought(history: History): readonly Violation[] {
  const [held, paid] = [countActs(history, 'hold', 'ok'), countActs(history, 'purchase', 'ok')];
  if (held > 0 && paid > 0) return [];
  const sentence = `${held} holds and ${paid} purchases were acknowledged to the whole crowd`;
  return [{ rule: 'somebody bought', sentence, evidence: history.events.slice(-10) }];
}
