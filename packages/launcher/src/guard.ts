/**
 * The watcher of one launcher. Its standard input is a pipe that only the launcher holds; each line names a process
 * or a temporary folder. When the pipe closes, however the launcher ended, what is still there is stopped and removed.
 */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type StoppableProcess, stopInStages } from './stop-tree.ts';

export type GuardLine = { readonly watch: StoppableProcess } | { readonly removeFolder: string };

const watched: StoppableProcess[] = [];
const folders: string[] = [];

// A Ctrl-C of the terminal is the launcher's business; the watcher ends when the launcher has ended.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

for await (const text of createInterface({ input: process.stdin })) {
  const line = JSON.parse(text) as GuardLine;
  if ('watch' in line) watched.push(line.watch);
  else folders.push(line.removeFolder);
}

await stopInStages(watched);
for (const folder of folders) rmSync(folder, { recursive: true, force: true });
