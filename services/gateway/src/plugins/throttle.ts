import { createHash } from 'node:crypto';
import { addressPrefix } from '@fairgate/shared/domain/address-prefix.ts';
import {
  type EmailLimitName,
  emailLimits,
  type RateLimit,
  type RateLimitName,
  rateLimits,
} from '@fairgate/shared/domain/rate-limits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { throttleKey } from '@fairgate/shared/redis/keys.ts';
import type { ThrottleCount } from '@fairgate/shared/redis/take-throttle.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RequestCounter } from '../access/count-requests.ts';
import type { Account } from '../access/policy.ts';

/** What is counted for an address that no route knows. */
const unknownRouteLimit: RateLimitName = 'document';

/** Refuses who asks too often, by the limit that the route declares: the account and its address prefix in one count. */
export function throttleRequests(app: FastifyInstance, counter: RequestCounter): void {
  app.addHook('onRequest', async (request) => {
    const name = request.routeOptions.config.limit ?? unknownRouteLimit;
    const limit: RateLimit = rateLimits[name];
    const address = {
      key: throttleKey(name, `address:${addressPrefix(request.ip)}`),
      rate: limit.perAddress,
    };
    const waiting =
      request.account === null
        ? counter.count(limit.counted, address)
        : counter.count(limit.counted, accountCount(name, limit, request.account), address);
    refuseWhile(typeof waiting === 'number' ? waiting : await waiting);
  });
}

/** Refuses too many tries on one e-mail address, whether it has an account or not. */
export async function throttleEmail(
  counter: RequestCounter,
  name: EmailLimitName,
  email: string,
  request: FastifyRequest,
): Promise<void> {
  // Redis is no place for people's addresses.
  const digest = createHash('sha256').update(email).digest('base64url').slice(0, 22);
  const { fromAddress, fromAnywhere } = emailLimits[name];
  const waiting = counter.count(
    'together',
    { key: throttleKey(name, `${digest}:${addressPrefix(request.ip)}`), rate: fromAddress },
    { key: throttleKey(name, digest), rate: fromAnywhere },
  );
  refuseWhile(await waiting);
}

function accountCount(name: RateLimitName, limit: RateLimit, account: Account): ThrottleCount {
  return { key: throttleKey(name, `account:${account.id}`), rate: limit.perAccount };
}

function refuseWhile(waitMs: number): void {
  if (waitMs > 0) throw new Problem('TOO_MANY_REQUESTS', {}, waitMs / 1000);
}
