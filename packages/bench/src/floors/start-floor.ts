import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { anyFreePort } from '@fairgate/launcher/free-port.ts';
import { inheritedEnvironment } from '@fairgate/launcher/service-environment.ts';
import type { Stack } from '@fairgate/launcher/stack.ts';
import { type SupervisedProcess, superviseProcess } from '@fairgate/launcher/supervise.ts';
import { environmentVariables, readConfig } from '@fairgate/shared/config.ts';

const main = fileURLToPath(new URL('./bare-server.ts', import.meta.url));
const readyWithinMs = 20_000;
const stopGraceMs = 2_000;

export interface FloorServer {
  readonly url: string;
  readonly process: SupervisedProcess;
}

/** Starts the bare server beside a stack; it stops with it. @param document what its status route sends */
export async function startFloor(stack: Stack, document = '{}'): Promise<FloorServer> {
  const { signingKey, publicUrl } = readConfig('gateway', stack.environment);
  // The public half: whoever verifies needs no more.
  const { kid, x } = signingKey;
  const key = JSON.stringify({ kty: 'OKP', crv: 'Ed25519', kid, x });
  const port = await anyFreePort();
  const url = `http://127.0.0.1:${port}`;
  const flags = { port: String(port), redis: stack.redisUrl, key, issuer: publicUrl, document };
  const supervised = await superviseProcess(stack.guard, {
    name: 'bare-server',
    command: process.execPath,
    args: [main, ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])],
    environment: { ...inheritedEnvironment(environmentVariables()), NODE_ENV: 'production' },
    folder: stack.home.folder,
    logFile: join(stack.home.logs, 'bare-server.log'),
    stopSignals: ['SIGTERM', 'SIGKILL'],
    stopGraceMs,
    stopStage: 'services',
    isReady: () => answers(`${url}/health`),
    readyWithinMs,
  });
  return { url, process: supervised };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}
