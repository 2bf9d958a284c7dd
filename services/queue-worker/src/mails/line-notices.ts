import type { Database } from '@fairgate/shared/database/client.ts';
import {
  type LineNoticeFacts,
  loadLineNoticeFacts,
  type NoticePlaceIds,
} from '@fairgate/shared/database/line-notice-facts.ts';
import type { OutboxRow } from '@fairgate/shared/database/outbox.ts';
import { type LineNoticeKind, soonMinutes } from '@fairgate/shared/domain/line-notices.ts';
import { soonMail, turnMail } from '@fairgate/shared/mail/templates/line-mails.ts';
import { formatMoment, type MailWriter, pageLink } from './mail-sources.ts';

/** A notice whose facts still hold, on its way to a mailbox or a browser. */
export interface LineNotice {
  readonly kind: LineNoticeKind;
  readonly ids: NoticePlaceIds;
  readonly facts: LineNoticeFacts;
  /** A UTC instant; null: it is past, or nobody can say. */
  readonly keptUntil: Date | null;
}

/** "About five minutes" is not so any more when the notice waited for as long. Milliseconds. */
const soonGoodMs = soonMinutes * 60_000;
/** A missed turn is kept, but who hears of it much later has other things to do. Milliseconds. */
const turnGoodMs = 30 * 60_000;

/** The kinds of notices, by the `template` of their rows. */
export const lineNoticeKinds: Readonly<Record<string, LineNoticeKind>> = {
  'line-soon': 'soon',
  'line-turn': 'turn',
};

/** null: what it would say is not so any more, or the account took its wish back. */
export async function readLineNotice(
  database: Database,
  { eventId, payload, queuedAt }: OutboxRow,
  now: Date,
): Promise<LineNotice | null> {
  const kind = lineNoticeKinds[String(payload.template)];
  if (kind === undefined || eventId === null) throw new Error(`no notice is called ${payload.template}`);
  const ids = {
    eventId,
    dropId: String(payload.dropId),
    accountId: String(payload.accountId),
    lane: Number(payload.lane),
    index: Number(payload.index),
  };
  const facts = await loadLineNoticeFacts(database, ids);
  const ageMs = now.getTime() - queuedAt.getTime();
  if (facts === null || facts.isOver || ageMs > (kind === 'soon' ? soonGoodMs : turnGoodMs)) return null;
  if (kind === 'soon' && facts.turnTold) return null;
  const kept = payload.keptUntil == null ? null : new Date(String(payload.keptUntil));
  return { kind, ids, facts, keptUntil: kept === null || kept <= now ? null : kept };
}

/** Until when, by the venue's clock. */
export function keptUntilWords({ keptUntil, facts }: LineNotice): string | null {
  return keptUntil === null ? null : formatMoment(keptUntil, facts.locale, facts.timeZone);
}

export const lineNoticeMail: MailWriter = async (sources, row) => {
  const notice = await readLineNotice(sources.database, row, new Date());
  if (notice === null || !notice.facts.wantsEmail) return null;
  const { kind, ids, facts } = notice;
  const { name, email, eventName, dropName } = facts;
  const said = { name, eventName, dropName, link: pageLink(sources.publicUrl, `drops/${ids.dropId}`) };
  return {
    id: `line-${kind}-${ids.dropId}-${ids.accountId}-${ids.lane}-${ids.index}`,
    to: { name, email },
    ...(kind === 'soon' ? soonMail(said) : turnMail({ ...said, keptUntil: keptUntilWords(notice) })),
  };
};
