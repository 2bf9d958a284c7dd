import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { GatewayConfig } from '@fairgate/shared/config.ts';
import { createDrawPositions } from '@fairgate/shared/draw/draw-positions.ts';
import { createDrawSecretBox } from '@fairgate/shared/draw/draw-secrets.ts';
import { createLaneCodes } from '@fairgate/shared/tokens/lane-code.ts';
import { createTransferCodes } from '@fairgate/shared/tokens/transfer-code.ts';
import type { SigningKeys } from '../access/signing-keys.ts';
import type { Stores } from '../stores.ts';
import { makeDropReport } from '../use-cases/make-drop-report.ts';
import { createAdmissionTokens } from './admission-token.ts';
import { createDrawDirectory } from './draw-directory.ts';
import { createDropDirectory } from './drop-directory.ts';
import { watchEpoch } from './epoch-view.ts';
import { createJoinProofs } from './join-proofs.ts';
import { createReportBoard } from './report-board.ts';
import type { SaleStores } from './sale-stores.ts';
import { createSeatBoard } from './seat-board.ts';
import { createSeatMapCache } from './seat-map-cache.ts';
import { createStatusBoard } from './status-board.ts';
import { createStatusStreams } from './status-streams.ts';

/** Puts together what the sale's use-cases need, from the stores and the configuration. */
export async function openSale(
  config: GatewayConfig,
  stores: Stores,
  keys: SigningKeys,
): Promise<SaleStores> {
  const { database, reads, redis, stripe, jobs, outage, log } = stores;
  const epoch = await watchEpoch(database, redis);
  const seats = createSeatBoard(reads, redis, epoch);
  const drops = createDropDirectory(database);
  const statusBoard = createStatusBoard(redis, epoch, seats, outage, drops);
  const statusStreams = createStatusStreams(statusBoard);
  return {
    database,
    reads,
    webhooks: stores.webhooks,
    redis,
    stripe,
    jobs,
    outage,
    log,
    epoch,
    seats,
    statusBoard,
    statusStreams,
    seatMaps: createSeatMapCache(),
    drops,
    draws: createDrawDirectory(reads),
    reports: createReportBoard((drop) => makeDropReport(reads, drop)),
    admissionTokens: createAdmissionTokens(keys, config.publicUrl),
    positions: createDrawPositions(),
    joinProofs: createJoinProofs(config.encryptionKey),
    laneCodes: createLaneCodes(config.encryptionKey),
    drawSecrets: createDrawSecretBox(config.encryptionKey),
    placeSecrets: config.placeSecrets,
    push: { publicKey: config.webPushKey?.publicKey ?? null, origins: config.webPushOrigins },
    webhookSecrets: config.stripeWebhookSecrets,
    browserStripe: { publishableKey: config.stripePublishableKey, url: config.stripeApiUrl },
    ticketKey: {
      key: createPrivateKey({ key: { ...config.signingKey }, format: 'jwk' }),
      keyId: config.signingKey.kid,
    },
    ticketKeys: new Map(
      [config.signingKey, ...config.verifyingKeys].map(({ kid, kty, crv, x }) => [
        kid,
        createPublicKey({ key: { kty, crv, x }, format: 'jwk' }),
      ]),
    ),
    transferCodes: createTransferCodes(config.encryptionKey),
    stop() {
      statusStreams.close();
      statusBoard.stop();
      epoch.stop();
    },
  };
}
