import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever its own clock. */
const ticksPerSecond = 100;

/**
 * CPU seconds that processes used so far, those of their children included, by name; `fans` is this process alone. Only
 * that where there is no /proc.
 */
export function cpuSeconds(
  processes: readonly { readonly name: string; readonly pid: number }[],
): Readonly<Record<string, number>> {
  const table = processTable();
  const seconds = processes
    .filter(({ pid }) => table.has(pid))
    .map(({ name, pid }) => [name, secondsOf(table, pid)] as const);
  const ownSeconds = process.cpuUsage();
  return Object.fromEntries([...seconds, ['fans', (ownSeconds.user + ownSeconds.system) / 1e6]]);
}

/** What was used between two looks, to a tenth of a second. */
export function cpuBetween(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(after).map(([name, seconds]) => [
      name,
      Math.round((seconds - (before[name] ?? 0)) * 10) / 10,
    ]),
  );
}

interface ProcessLine {
  readonly parent: number;
  readonly seconds: number;
}

function processTable(): ReadonlyMap<number, ProcessLine> {
  const table = new Map<number, ProcessLine>();
  for (const name of listProcesses()) {
    try {
      // After the command in brackets: state, parent, …, utime and stime as fields 14 and 15, those of ended children next.
      const text = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = text
        .slice(text.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const ticks = (fields[11] ?? 0) + (fields[12] ?? 0) + (fields[13] ?? 0) + (fields[14] ?? 0);
      table.set(Number(name), { parent: fields[1] ?? 0, seconds: ticks / ticksPerSecond });
    } catch {
      // It ended while we looked.
    }
  }
  return table;
}

function listProcesses(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function secondsOf(table: ReadonlyMap<number, ProcessLine>, pid: number): number {
  const children = [...table].filter(([, line]) => line.parent === pid).map(([child]) => child);
  return children.reduce((sum, child) => sum + secondsOf(table, child), table.get(pid)?.seconds ?? 0);
}
