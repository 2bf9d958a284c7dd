import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range from which systems take the ports of outgoing connections, so that none of those is in the way. */
const FREE_PORT_MIN = 20_000;
const FREE_PORT_MAX = 32_000;
const TRIES_MAX = 200;

/** Named by this process already, though perhaps not yet listened on. */
const named = new Set<number>();

/** The preferred port when it is free on this host, otherwise one that is. */
export async function freePort(preferred: number, host = '127.0.0.1'): Promise<number> {
  return (await isPortFree(preferred, host)) ? preferred : anyFreePort(host);
}

export async function anyFreePort(host = '127.0.0.1'): Promise<number> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const port = randomInt(FREE_PORT_MIN, FREE_PORT_MAX);
    if (named.has(port)) continue;
    named.add(port);
    if (await isPortFree(port, host)) return port;
  }
  throw new Error(`no free port on ${host} between ${FREE_PORT_MIN} and ${FREE_PORT_MAX}`);
}

export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
