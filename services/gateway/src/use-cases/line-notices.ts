import { createHash } from 'node:crypto';
import type { LineNotices, LineNoticesRequest } from '@fairgate/shared/contracts/notices.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import {
  dropLineNotices,
  dropNoticeDevice,
  loadLineNotices,
  type NewDevice,
  saveLineNotices,
} from '@fairgate/shared/database/line-notices.ts';
import { dropPhase } from '@fairgate/shared/domain/drop-phase.ts';
import { noticeDevicesMax } from '@fairgate/shared/domain/limits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { isPushEndpoint, type PushOrigin } from '@fairgate/shared/push/push-origins.ts';
import { isCurvePoint } from '@fairgate/shared/push/vapid-key.ts';
import { malformed } from '../catalogue/malformed.ts';
import type { DropDirectory } from '../sale/drop-directory.ts';

export interface NoticeStores {
  readonly database: Database;
  readonly drops: DropDirectory;
  readonly push: PushSettings;
}

export interface PushSettings {
  /** null: nothing is pushed. */
  readonly publicKey: string | null;
  readonly origins: readonly PushOrigin[];
}

/**
 * Keeps what an account wants to be told. A place is not asked for: it may be so young that only Redis knows it, and without
 * one nothing is ever due. PUSH_OFF: this installation has no key to push with.
 */
export async function askForNotices(
  stores: NoticeStores,
  dropId: string,
  accountId: string,
  { email, push }: LineNoticesRequest,
): Promise<LineNotices> {
  const drop = await stores.drops.find(dropId);
  if (dropPhase(drop, null, Date.now()) === 'closed') throw new Problem('DROP_CLOSED', { dropId });
  const change = push === undefined ? 'keep' : push === null ? 'none' : deviceOf(push, stores.push);
  const ids = { eventId: drop.eventId, dropId };
  await saveLineNotices(stores.database, ids, accountId, email, change, noticeDevicesMax);
  return showNotices(stores, dropId, accountId);
}

export async function showNotices(
  { database, drops, push }: NoticeStores,
  dropId: string,
  accountId: string,
): Promise<LineNotices> {
  const { eventId } = await drops.find(dropId);
  const asked = await loadLineNotices(database, { eventId, dropId }, accountId);
  return {
    email: asked?.email ?? false,
    devices: (asked?.devices ?? []).map((device) => Buffer.from(device).toString('base64url')),
    pushKey: push.publicKey,
  };
}

/** Asked for nothing any more; harmless when nothing was. */
export async function forgetNotices(
  { database, drops }: NoticeStores,
  dropId: string,
  accountId: string,
): Promise<void> {
  const { eventId } = await drops.find(dropId);
  await dropLineNotices(database, { eventId, dropId }, accountId);
}

/** This browser alone is not pushed to any more. @param device SHA-256 of its endpoint, as base64url */
export async function forgetNoticeDevice(
  { database, drops }: NoticeStores,
  dropId: string,
  accountId: string,
  device: string,
): Promise<void> {
  const { eventId } = await drops.find(dropId);
  await dropNoticeDevice(database, { eventId, dropId }, accountId, Buffer.from(device, 'base64url'));
}

function deviceOf(
  { endpoint, keys }: NonNullable<LineNoticesRequest['push']>,
  { publicKey, origins }: PushSettings,
): NewDevice {
  if (publicKey === null) throw new Problem('PUSH_OFF');
  if (!isPushEndpoint(endpoint, origins))
    throw malformed('/push/endpoint', 'must be at a push service that is known here');
  if (!isCurvePoint(keys.p256dh)) throw malformed('/push/keys/p256dh', 'must be a point of P-256');
  const device = new Uint8Array(createHash('sha256').update(endpoint).digest());
  return { device, endpoint, ...keys };
}
