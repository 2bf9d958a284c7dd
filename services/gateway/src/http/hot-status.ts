import type { IncomingMessage } from 'node:http';
import { addressPrefix } from '@fairgate/shared/domain/address-prefix.ts';
import { type RateLimit, rateLimits } from '@fairgate/shared/domain/rate-limits.ts';
import { throttleKey } from '@fairgate/shared/redis/keys.ts';
import proxyAddr from '@fastify/proxy-addr';
import { LRUCache } from 'lru-cache';
import type { RequestCounter } from '../access/count-requests.ts';
import type { StatusBoard } from '../sale/status-board.ts';
import type { HotAnswer } from './hot-server.ts';

const before = '/v1/drops/';
const after = '/status';
const urlLength = before.length + 36 + after.length;
const limit: RateLimit = rateLimits.document;
const neighboursMax = 1_000;

export interface HotStatusParts {
  /** null before the sale is opened. */
  readonly board: () => StatusBoard | null;
  readonly counter: () => RequestCounter | null;
  /** Tells the metrics: with which status, after how many seconds. */
  readonly observe: (status: number, seconds: number) => void;
  readonly isDraining: () => boolean;
  readonly trustedProxies: readonly string[];
}

/**
 * The status documents that this gateway has in memory and fresh, straight from there. Everything else is left to the route
 * of the same address: a drop that nobody asked about, one over the limit, a gateway that drains, any header that wants more.
 */
export function answerHotStatus({
  board,
  counter,
  observe,
  isDraining,
  trustedProxies,
}: HotStatusParts): HotAnswer {
  const trust = proxyAddr.compile([...trustedProxies]);
  const neighbours = new LRUCache<string, boolean>({ max: neighboursMax });
  /** The address of whoever is connected is looked at once: it is a proxy's, over and over. */
  const isTrusted = (neighbour: string): boolean => {
    const known = neighbours.get(neighbour) ?? trust(neighbour, 0);
    neighbours.set(neighbour, known);
    return known;
  };
  const addressOf = (request: IncomingMessage): string => {
    const forwarded = request.headers['x-forwarded-for'];
    const neighbour = request.socket.remoteAddress ?? '';
    if (trustedProxies.length === 0 || typeof forwarded !== 'string') return neighbour;
    if (forwarded.includes(',')) return proxyAddr(request, trust);
    return isTrusted(neighbour) ? forwarded.trim() : neighbour;
  };

  return (request, response) => {
    const { url = '', method, headers } = request;
    if (url.length !== urlLength || method !== 'GET' || !url.startsWith(before) || !url.endsWith(after))
      return false;
    // Who is signed in is counted by account as well.
    if (headers.authorization !== undefined || headers.expect !== undefined || isDraining()) return false;
    const startedMs = performance.now();
    const document = board()?.peek(url.slice(before.length, -after.length));
    if (document === undefined || document === null) return false;
    const counting = counter();
    if (counting === null) return false;
    const key = throttleKey('document', `address:${addressPrefix(addressOf(request))}`);
    const waiting = counting.count('each', { key, rate: limit.perAddress });
    if (waiting !== 0) return false;
    const isKnown = headers['if-none-match'] === document.etag;
    response.writeHead(isKnown ? 304 : 200, isKnown ? document.knownHeaders : document.headers);
    response.end(isKnown ? undefined : document.body);
    observe(isKnown ? 304 : 200, (performance.now() - startedMs) / 1_000);
    return true;
  };
}
