import { Problem } from '@fairgate/shared/errors.ts';
import type { FastifyInstance, RouteOptions } from 'fastify';

interface Offer {
  readonly segments: readonly string[];
  readonly methods: Set<string>;
}

/**
 * Refuses what no route serves, before its body is read: 405 with `Allow` where the path has other methods, else 404.
 * OPTIONS is answered with `Allow` alone: there is nothing that other origins' pages may ask us. Must be registered
 * before the routes.
 */
export function refuseUnroutedRequests(app: FastifyInstance): void {
  const offers = new Map<string, Offer>();
  app.addHook('onRoute', (route) => addOffer(offers, route));
  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return;
    const methods = offeredMethods(offers.values(), request.url);
    if (methods.length === 0) throw new Problem('NOT_FOUND');
    reply.header('allow', [...methods, 'OPTIONS'].join(', '));
    if (request.method !== 'OPTIONS') throw new Problem('METHOD_NOT_ALLOWED');
    return reply.code(204).send();
  });
}

function addOffer(offers: Map<string, Offer>, { url, method }: RouteOptions): void {
  const offer = offers.get(url) ?? { segments: url.split('/'), methods: new Set() };
  for (const name of [method].flat()) offer.methods.add(name);
  offers.set(url, offer);
}

/** Several routes may match one path, such as a fixed name beside a parameter. */
function offeredMethods(offers: Iterable<Offer>, url: string): string[] {
  const asked = pathOf(url)?.split('/');
  if (asked === undefined) return [];
  const methods = [...offers].filter((offer) => isAt(offer, asked)).flatMap((offer) => [...offer.methods]);
  return [...new Set(methods)].sort();
}

/** undefined: no route has such a path. The router leaves out what follows a # without a look at it, and so do we. */
function pathOf(url: string): string | undefined {
  try {
    return decodeURI(url.replace(/[?#].*$/s, ''));
  } catch {
    return undefined;
  }
}

function isAt({ segments }: Offer, asked: readonly string[]): boolean {
  if (segments.length !== asked.length) return false;
  return segments.every((segment, n) => (segment.startsWith(':') ? asked[n] !== '' : segment === asked[n]));
}
