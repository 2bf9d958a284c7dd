import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { REPOSITORY } from '@fairgate/launcher/repository.ts';

/** What the page reckons of a line: see web/line.js. */
export interface PageRules {
  readonly LinePace: new () => {
    readonly note: (atMs: number, serving: number) => void;
    readonly measured: () => number | null;
    readonly spread: () => number | null;
  };
  readonly waitRange: (
    ahead: number,
    ratePerMinute: number,
    measuredPerMinute: number | null,
    spread: number | null,
  ) => { readonly lowMinutes: number; readonly highMinutes: number | null };
}

/** The page's own file, as a browser gets it. */
export async function loadPageRules(): Promise<PageRules> {
  return (await import(pathToFileURL(resolve(REPOSITORY, 'web', 'line.js')).href)) as PageRules;
}
