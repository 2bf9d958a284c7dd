/**
 * How long a process waits before it takes up what another one left: as it stands in the code, or a part of it where
 * faults are tried by the hundred. Never how long a customer has, nor how long a call may take.
 */
let percent = 100;

/** Called once at the start of a process. */
export function setRecoveryPace(wantedPercent: number): void {
  percent = wantedPercent;
}

/** Of seconds or milliseconds. */
export function paced(time: number): number {
  return (time * percent) / 100;
}
