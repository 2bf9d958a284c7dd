import { processOf, type Stack } from '@fairgate/launcher/stack.ts';
import type { SupervisedProcess } from '@fairgate/launcher/supervise.ts';
import { cpuSeconds } from '@fairgate/rehearsal/outcome/cpu-seconds.ts';

/** CPU seconds that a process used so far. NaN where the system does not tell. */
export type CpuMeter = () => number;

export function meterOf(process: SupervisedProcess): CpuMeter {
  return () => cpuSeconds([process])[process.name] ?? Number.NaN;
}

export function meterOfService(stack: Stack, name: string): CpuMeter {
  return meterOf(processOf(stack, name));
}
