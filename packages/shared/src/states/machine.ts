import { invariant } from '../invariant.ts';

/** A table of legal steps: from each state to those that may follow. */
export type Transitions<S extends string> = { readonly [from in S]: readonly S[] };

/** The states that can be reached from `initial`, `initial` included. */
function reachableFrom<S extends string>(transitions: Transitions<S>, initial: readonly S[]): Set<S> {
  const reached = new Set<S>(initial);
  const open = [...initial];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const next of transitions[state]) {
      if (!reached.has(next)) {
        reached.add(next);
        open.push(next);
      }
    }
  }
  return reached;
}

/**
 * Refuses a table with an unreachable state, a step to nowhere, an end that has steps, or a state from which no end can
 * be reached. Called where a table is declared, so a wrong one stops the boot.
 */
export function checkTransitions<S extends string>(
  name: string,
  transitions: Transitions<S>,
  initial: readonly S[],
  ends: readonly S[],
): void {
  const states = Object.keys(transitions) as S[];
  const reached = reachableFrom(transitions, initial);
  for (const state of states) {
    invariant(reached.has(state), `${name}: ${state} cannot be reached`);
    for (const next of transitions[state])
      invariant(states.includes(next), `${name}: ${state} leads to unknown ${next}`);
    const onward = reachableFrom(transitions, [state]);
    invariant(
      ends.some((end) => onward.has(end)),
      `${name}: from ${state} no end can be reached`,
    );
    invariant(transitions[state].length > 0 || ends.includes(state), `${name}: ${state} is a dead end`);
  }
}
