import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { FastifyServerOptions } from 'fastify';

/** Answers a request by itself, or leaves it (false) to the routes. */
export type HotAnswer = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * A server that asks `answer` before its routes do. For what a crowd asks all the time and is the same for everybody: with
 * its hooks, loggers and header objects a route costs several times what sending the bytes costs.
 */
export function hotServer(answer: HotAnswer): NonNullable<FastifyServerOptions['serverFactory']> {
  return (handler, options): Server => {
    const server = createServer((request, response) => {
      if (!answer(request, response)) handler(request, response);
    });
    // As Fastify sets them on a server that it makes itself.
    const { keepAliveTimeout, requestTimeout, connectionTimeout } = options as {
      readonly keepAliveTimeout: number;
      readonly requestTimeout: number;
      readonly connectionTimeout: number;
    };
    server.keepAliveTimeout = keepAliveTimeout;
    server.requestTimeout = requestTimeout;
    server.setTimeout(connectionTimeout);
    return server;
  };
}
