import { randomUUID } from 'node:crypto';
import type { GatewayConfig } from '@fairgate/shared/config.ts';
import { bodyBytesMax } from '@fairgate/shared/domain/limits.ts';
import { createDrawSecretBox } from '@fairgate/shared/draw/draw-secrets.ts';
import { createLaneCodes } from '@fairgate/shared/tokens/lane-code.ts';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify';
import { createAccessTokens } from './access/access-tokens.ts';
import { createRequestCounter, type RequestCounter } from './access/count-requests.ts';
import { denyByDefault } from './access/deny-by-default.ts';
import { identifyCallers, refuseWrongTokens } from './access/identify-callers.ts';
import { importSigningKeys } from './access/signing-keys.ts';
import { openCatalogue } from './catalogue/open-catalogue.ts';
import { hotServer } from './http/hot-server.ts';
import { answerHotStatus } from './http/hot-status.ts';
import { endSilentConnections } from './http/silent-connections.ts';
import { serveApiPages } from './plugins/api-page.ts';
import { serveHealth } from './plugins/health.ts';
import { measureOutage, measureRequests, type RequestObserver, serveMetrics } from './plugins/metrics.ts';
import { offerReturns } from './plugins/offer-returns.ts';
import { describeApi } from './plugins/openapi.ts';
import { servePages } from './plugins/pages.ts';
import { type PressureLimits, shedUnderPressure } from './plugins/pressure.ts';
import { answerProblems, answerUnreadable } from './plugins/problems.ts';
import { logAnswers } from './plugins/request-log.ts';
import { throttleRequests } from './plugins/throttle.ts';
import { answerUnparsed } from './plugins/unparsed-requests.ts';
import { refuseUnroutedRequests } from './plugins/unrouted-requests.ts';
import { validateStrictly } from './plugins/validation.ts';
import { admissionRoutes } from './routes/admissions.ts';
import { capacityRoutes } from './routes/capacity.ts';
import { serveCatalogue } from './routes/catalogue.ts';
import { checkInRoutes } from './routes/check-ins.ts';
import { drawRoutes } from './routes/draws.ts';
import { dropReportRoutes } from './routes/drop-reports.ts';
import { eventRefundRoutes } from './routes/event-refunds.ts';
import { holdRoutes } from './routes/holds.ts';
import { serveIdentity } from './routes/identity.ts';
import { serveKeySet } from './routes/key-set.ts';
import { lineNoticeRoutes } from './routes/line-notices.ts';
import { serveOperations } from './routes/operations.ts';
import { orderRefundRoutes } from './routes/order-refunds.ts';
import { orderRoutes } from './routes/orders.ts';
import { serveProblemCatalogue } from './routes/problem-catalogue.ts';
import { seatMapRoutes } from './routes/seat-map.ts';
import { statusStreamRoutes } from './routes/status-stream.ts';
import { stripeWebhookRoute } from './routes/stripe-webhook.ts';
import { transferRoutes } from './routes/transfers.ts';
import { waitingRoomRoutes } from './routes/waiting-room.ts';
import { openSale } from './sale/open-sale.ts';
import type { StatusBoard } from './sale/status-board.ts';
import type { Stores } from './stores.ts';

export type Gateway = FastifyInstance;

export interface GatewayOptions {
  readonly logger?: NonNullable<FastifyServerOptions['logger']>;
  /** From when on requests are refused. */
  readonly pressure?: PressureLimits;
}

/** The gateway, not yet listening: what it is made of, top to bottom. */
export async function buildGateway(
  config: GatewayConfig,
  stores: Stores,
  { logger = false, pressure }: GatewayOptions = {},
): Promise<Gateway> {
  const hot: { board: StatusBoard | null; counter: RequestCounter | null; observe: RequestObserver | null } =
    {
      ...{ board: null, counter: null, observe: null },
    };
  const app = fastify({
    logger,
    serverFactory: hotServer(
      answerHotStatus({
        board: () => hot.board,
        counter: () => hot.counter,
        observe: (status, seconds) => hot.observe?.('GET', '/v1/drops/:dropId/status', status, seconds),
        isDraining: () => stores.draining,
        trustedProxies: config.trustedProxies,
      }),
    ),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytesMax,
    genReqId: () => randomUUID(),
    requestTimeout: 30_000,
    trustProxy: config.trustedProxies.length === 0 ? false : [...config.trustedProxies],
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerUnreadable,
    clientErrorHandler: answerUnparsed,
  }).withTypeProvider<TypeBoxTypeProvider>();

  // Fastify reads plain text as well; no route of ours takes it.
  app.removeContentTypeParser('text/plain');

  // A connection that is kept alive would keep a draining process alive: for 72 s, when its request was under way.
  app.addHook('preClose', async () => {
    stores.draining = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (stores.draining) reply.header('connection', 'close');
  });
  endSilentConnections(app);
  logAnswers(app);
  answerProblems(app);
  validateStrictly(app);
  denyByDefault(app);
  await app.register(helmet, { contentSecurityPolicy: false });
  await app.register(cookie);
  const keys = await importSigningKeys(config.signingKey, config.verifyingKeys);
  const accessTokens = createAccessTokens(keys, config.publicUrl);
  const counter = createRequestCounter(stores.redis, (error) =>
    app.log.warn({ err: error }, 'Redis does not count requests; each gateway counts for itself'),
  );
  const { registry: metrics, observe } = measureRequests(app);
  measureOutage(metrics, stores.outage.isInterrupted);
  shedUnderPressure(app, pressure);
  identifyCallers(app, accessTokens);
  throttleRequests(app, counter);
  refuseWrongTokens(app);
  refuseUnroutedRequests(app);
  await describeApi(app, config.publicUrl);

  await servePages(app, config, stores.database);
  await serveApiPages(app);
  serveProblemCatalogue(app);
  serveHealth(app, stores.readiness, () => stores.draining);
  serveMetrics(app, metrics, config.metricsToken);
  serveKeySet(app, keys.keySet);
  serveIdentity(app, config, stores, accessTokens, counter);
  const draws = { chain: config.beaconChain, secretBox: createDrawSecretBox(config.encryptionKey) };
  const laneCodes = createLaneCodes(config.encryptionKey);
  await serveCatalogue(app, openCatalogue(stores.reads, stores.edits, { draws, laneCodes }));

  serveOperations(app, stores);

  const sale = await openSale(config, stores, keys);
  app.addHook('onClose', async () => sale.stop());
  Object.assign(hot, { board: sale.statusBoard, counter, observe });
  offerReturns(app, sale.admissionTokens, config.placeSecrets);
  await app.register(waitingRoomRoutes, { stores: sale });
  await app.register(admissionRoutes, { stores: sale });
  await app.register(statusStreamRoutes, { stores: sale });
  await app.register(lineNoticeRoutes, { stores: sale });
  await app.register(drawRoutes, { stores: sale });
  await app.register(capacityRoutes, { stores: sale });
  await app.register(dropReportRoutes, { stores: sale });
  await app.register(seatMapRoutes, { stores: sale });
  await app.register(holdRoutes, { stores: sale });
  await app.register(orderRoutes, { stores: sale });
  await app.register(orderRefundRoutes, { stores: sale });
  await app.register(eventRefundRoutes, { stores: sale });
  await app.register(transferRoutes, { stores: sale });
  await app.register(checkInRoutes, { stores: sale });
  await app.register(stripeWebhookRoute, { stores: sale });
  return app;
}
