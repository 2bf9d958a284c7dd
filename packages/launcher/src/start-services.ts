import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { anyFreePort } from './free-port.ts';
import type { Guard } from './guarded-spawn.ts';
import type { Home } from './home.ts';
import { REPOSITORY } from './repository.ts';
import type { Steps } from './steps.ts';
import { type SupervisedProcess, type SuperviseOptions, superviseProcess } from './supervise.ts';

const READY_WITHIN_MS = 30_000;
/** A service finishes the requests and jobs it has; then the stores get their time, all within ten seconds. */
const STOP_GRACE_MS = 5_000;
const PROBE_TIMEOUT_MS = 2_000;

export const SERVICE_NAMES = ['gateway', 'queue-worker', 'payments-worker'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

export interface ServicesOptions {
  readonly guard: Guard;
  readonly home: Home;
  /** How many processes of each; gateways listen on `gatewayPorts`. */
  readonly counts: { readonly [K in ServiceName]: number };
  readonly gatewayPorts: readonly number[];
  readonly environment: Readonly<Record<string, string>>;
  readonly steps: Steps;
  readonly supervise: SuperviseOptions;
}

/** Starts the services that this checkout has, each as a process of its own, all at once. */
export async function startServices(options: ServicesOptions): Promise<readonly SupervisedProcess[]> {
  const started: Promise<SupervisedProcess>[] = [];
  for (const service of SERVICE_NAMES) {
    const main = serviceFile(service);
    if (!existsSync(main)) {
      options.steps.say(`${service} is not part of this checkout (${main} is missing)`);
      continue;
    }
    for (let index = 0; index < options.counts[service]; index += 1) {
      const name = options.counts[service] === 1 ? service : `${service}-${index + 1}`;
      const port = service === 'gateway' ? options.gatewayPorts[index] : await anyFreePort();
      if (port === undefined) throw new Error(`no port was given for ${name}`);
      started.push(options.steps.run(name, (done) => startService(options, service, name, port, done)));
    }
  }
  return Promise.all(started);
}

function startService(
  options: ServicesOptions,
  service: ServiceName,
  name: string,
  port: number,
  done: (detail: string) => void,
): Promise<SupervisedProcess> {
  done(`on 127.0.0.1:${port}`);
  const portVariable = service === 'gateway' ? 'PORT' : 'METRICS_PORT';
  return superviseProcess(
    options.guard,
    {
      name,
      command: process.execPath,
      args: [serviceFile(service)],
      environment: { ...options.environment, [portVariable]: String(port) },
      folder: REPOSITORY,
      logFile: join(options.home.logs, `${name}.log`),
      stopSignals: ['SIGTERM', 'SIGKILL'],
      stopGraceMs: STOP_GRACE_MS,
      stopStage: 'services',
      isReady: () => isHealthy(`http://127.0.0.1:${port}/health/ready`),
      readyWithinMs: READY_WITHIN_MS,
    },
    options.supervise,
  );
}

export function serviceFile(service: ServiceName): string {
  return join(REPOSITORY, 'services', service, 'src', 'main.ts');
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
