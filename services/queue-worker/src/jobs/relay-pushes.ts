import { createHash } from 'node:crypto';
import { type DeviceAddress, loadNoticeDevice } from '@fairgate/shared/database/line-notice-facts.ts';
import { dropNoticeDevice } from '@fairgate/shared/database/line-notices.ts';
import { soonMinutes } from '@fairgate/shared/domain/line-notices.ts';
import type { Pusher } from '@fairgate/shared/push/open-pusher.ts';
import { keptUntilWords, type LineNotice, lineNoticeKinds, readLineNotice } from '../mails/line-notices.ts';
import type { WorkerStores } from '../worker-stores.ts';
import { createRelay, type Relay } from './relay-by-destination.ts';

/** Longer than a push service may take to answer: what is under way is not sent once more. */
const retrySeconds = 10;
const pushesAtOnceMax = 20;

interface PushLetter {
  readonly notice: LineNotice;
  readonly device: Uint8Array;
  readonly address: DeviceAddress;
}

/** Pushes notices to browsers. A push service that is down delays its own pushes and no mail; a subscription that ended goes. */
export function createPushRelay(stores: Pick<WorkerStores, 'database' | 'log'>, pusher: Pusher): Relay {
  const { database } = stores;
  return createRelay<PushLetter>(stores, {
    topic: 'push',
    kinds: Object.keys(lineNoticeKinds),
    retrySeconds,
    atOnceMax: pushesAtOnceMax,
    async write(row) {
      const notice = await readLineNotice(database, row, new Date());
      if (notice === null) return null;
      const device = Buffer.from(String(row.payload.device), 'hex');
      const address = await loadNoticeDevice(database, notice.ids, device);
      return address === null ? null : { notice, device, address };
    },
    destinationOf: ({ address }) => new URL(address.endpoint).host,
    async send({ notice, device, address }) {
      const { ids } = notice;
      const outcome = await pusher.send(address, {
        payload: JSON.stringify(wordsOf(notice)),
        ttlSeconds: ttlSecondsOf(notice, new Date()),
        topic: topicOf(ids.dropId),
      });
      if (outcome.kind === 'gone') await dropNoticeDevice(database, ids, ids.accountId, device);
      if (outcome.kind === 'refused') throw new Error(`the push service answered ${outcome.status}`);
    },
  });
}

/** What the service worker shows. The address is a path of ours: a notice leads nowhere else. */
function wordsOf(notice: LineNotice): object {
  const { kind, ids, facts } = notice;
  const until = keptUntilWords(notice);
  const words =
    kind === 'soon'
      ? { title: 'About five minutes until your turn', body: facts.eventName }
      : {
          title: 'It is your turn',
          body: `${facts.eventName}. ${until === null ? 'A missed turn is kept: come in when there is room.' : `Kept until ${until}.`}`,
        };
  return { ...words, path: `/#/drops/${ids.dropId}`, tag: ids.dropId };
}

/** As long as it is of use: the turn until its time is over, "about five minutes" for these. */
function ttlSecondsOf({ kind, keptUntil, facts }: LineNotice, now: Date): number {
  if (kind === 'soon') return soonMinutes * 60;
  return keptUntil === null
    ? facts.claimSeconds
    : Math.max(1, Math.round((keptUntil.getTime() - now.getTime()) / 1000));
}

/** One a drop, in the 32 characters that a topic may have. */
function topicOf(dropId: string): string {
  return createHash('sha256').update(dropId).digest('base64url').slice(0, 32);
}
