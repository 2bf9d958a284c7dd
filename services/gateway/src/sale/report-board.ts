import type { DropRecord } from '@fairgate/shared/database/drop-record.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { LRUCache } from 'lru-cache';
import type { MadeReport } from '../use-cases/make-drop-report.ts';

/** Reports as this gateway made them last, and whether a drop is over. */
export interface ReportBoard {
  /** Throws STORE_UNAVAILABLE when nobody knows. */
  readonly read: (drop: DropRecord) => Promise<MadeReport>;
}

/** What is over changes seldom; and that it is over, everybody wants to know at once. Milliseconds. */
const reportAgeMsMax = 15_000;
const notOverAgeMsMax = 1_000;
const reportsMax = 1_000;
const retryAfterSeconds = 2;

/** One report is made at a time, however many are asked for: the database has others to serve. */
export function createReportBoard(make: (drop: DropRecord) => Promise<MadeReport>): ReportBoard {
  let making: Promise<unknown> = Promise.resolve();
  const reports = new LRUCache<string, MadeReport, DropRecord>({
    max: reportsMax,
    ttl: reportAgeMsMax,
    allowStaleOnFetchRejection: true,
    noDeleteOnFetchRejection: true,
    ignoreFetchAbort: true,
    fetchMethod: async (_dropId, _stale, { options, context }) => {
      const made = making.then(() => make(context));
      making = made.catch(() => undefined);
      const report = await made;
      if (report.kind === 'notOver') options.ttl = notOverAgeMsMax;
      return report;
    },
  });
  return {
    async read(drop) {
      const found = await reports.fetch(drop.id, { context: drop });
      if (found === undefined) throw new Problem('STORE_UNAVAILABLE', { dropId: drop.id }, retryAfterSeconds);
      return found;
    },
  };
}
