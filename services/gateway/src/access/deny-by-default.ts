import { Problem } from '@fairgate/shared/errors.ts';
import { invariant } from '@fairgate/shared/invariant.ts';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import type { Policy } from './policy.ts';

/** Refuses the boot when a route declares no policy or no limit, and every call that its route's policy does not allow. */
export function denyByDefault(app: FastifyInstance): void {
  app.decorateRequest('account', null);
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => void routes.push(route));
  app.addHook('onReady', async () => {
    for (const route of routes) {
      const where = `${String(route.method)} ${route.url}`;
      invariant(route.config?.policy !== undefined, `${where} declares no policy`);
      invariant(route.config.limit !== undefined, `${where} declares no limit`);
    }
  });
  app.addHook('preValidation', async (request) => {
    const policy = request.routeOptions.config.policy;
    if (policy !== undefined) assertAllowed(policy, request);
  });
}

function assertAllowed(policy: Policy, request: FastifyRequest): void {
  if (policy === 'anyone' || policy === 'signature' || policy === 'metrics-token') return;
  const { account } = request;
  if (account === null) throw new Problem('SIGN_IN_REQUIRED');
  if (policy === 'ops' && !account.isOps) throw new Problem('FORBIDDEN');
  if (policy === 'vendor-member' && !account.isVendorMember && !account.isOps) throw new Problem('FORBIDDEN');
}
