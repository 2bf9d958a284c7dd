import type { ServerResponse } from 'node:http';
import type { DueWork } from '../due-work.ts';
import type { FaultSwitches } from '../faults/fault-switches.ts';
import type { SearchIndex } from '../lists/search-index.ts';
import { newId } from '../new-id.ts';
import type { Moment } from '../shapes.ts';
import type { Store } from '../store/store.ts';
import type { WebhookSender } from '../webhooks/deliver-webhooks.ts';
import type { RequestLog } from './request-log.ts';

/** The parts of one running server, wired at its start. */
export interface ApiContext {
  readonly store: Store;
  readonly webhooks: WebhookSender;
  readonly faults: FaultSwitches;
  readonly log: RequestLog;
  readonly search: SearchIndex;
  readonly dueWork: DueWork;
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly webhookSecret: string;
  /** Connections that an outage leaves without an answer, until the server stops. */
  readonly hanging: Set<ServerResponse>;
  /** The server has been told to stop: connections end with their answers. */
  stopping: boolean;
  /** Known once it listens. */
  origin: string;
}

/** Unix milliseconds on the settable clock. */
export function clockMs(context: ApiContext): number {
  return Date.now() + context.store.clockOffsetMs;
}

export function momentOf(context: ApiContext): Moment {
  return { now: Math.floor(clockMs(context) / 1000), newId, origin: context.origin };
}
