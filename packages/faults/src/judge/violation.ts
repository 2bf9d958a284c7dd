/** Something that must not be. `rows` and events are what to look at first. */
export interface Violation {
  /** The invariant: a check of the auditor, a rule of the history checker, or one of the harness. */
  readonly rule: string;
  readonly sentence: string;
  readonly evidence: readonly unknown[];
}
