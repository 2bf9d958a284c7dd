import { join } from 'node:path';
import { anyFreePort } from '@fairgate/launcher/free-port.ts';
import type { Guard } from '@fairgate/launcher/guarded-spawn.ts';
import type { ServiceName } from '@fairgate/launcher/start-services.ts';
import { type ProcessPlan, type SupervisedProcess, superviseProcess } from '@fairgate/launcher/supervise.ts';
import { openLink, type TcpLink } from '../network/tcp-link.ts';
import { RESTART_AT_ONCE } from './restart-at-once.ts';

/** What a service's links lead to. */
export const linkTargets = ['postgres', 'redis', 'stripe'] as const;
export type LinkTarget = (typeof linkTargets)[number];

export interface ServiceProcess {
  readonly name: string;
  readonly service: ServiceName;
  readonly url: string;
  readonly process: SupervisedProcess;
  /** Its own wires: one process can be cut off while its twin is not. */
  readonly links: { readonly [K in LinkTarget]: TcpLink };
}

export interface ServicePlan {
  readonly guard: Guard;
  /** The checkout whose code runs. */
  readonly checkout: string;
  readonly service: ServiceName;
  readonly index: number;
  /** Where what its links lead to listens. */
  readonly ports: { readonly [K in LinkTarget]: number };
  /** Its variables, with the addresses of the real stores: they are led through its links. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logFolder: string;
  readonly onEnd: (sentence: string) => void;
}

const readyWithinMs = 40_000;
const probeMs = 2_000;
const stopGraceMs = 5_000;
const startTriesMax = 5;

export async function startServiceProcess(plan: ServicePlan): Promise<ServiceProcess> {
  const name = `${plan.service}-${plan.index}`;
  const opened = await Promise.all(
    linkTargets.map(async (target) => [
      target,
      await openLink(`${name}>${target}`, await anyFreePort(), plan.ports[target]),
    ]),
  );
  const links = Object.fromEntries(opened) as ServiceProcess['links'];
  const port = await anyFreePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    ...plan.environment,
    DATABASE_URL: throughPort(plan.environment.DATABASE_URL, links.postgres.port),
    REDIS_URL: throughPort(plan.environment.REDIS_URL, links.redis.port),
    STRIPE_API_URL: throughPort(plan.environment.STRIPE_API_URL, links.stripe.port).replace(/\/$/, ''),
    [plan.service === 'gateway' ? 'PORT' : 'METRICS_PORT']: String(port),
  };
  const started = await startPatiently(plan, {
    name,
    command: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      join(plan.checkout, 'services', plan.service, 'src', 'main.ts'),
    ],
    environment,
    folder: plan.checkout,
    logFile: join(plan.logFolder, `${name}.log`),
    stopSignals: ['SIGTERM', 'SIGKILL'],
    stopGraceMs,
    stopStage: 'services',
    ...readiness(`${url}/health/ready`),
    readyWithinMs,
  });
  return { name, service: plan.service, url, process: started, links };
}

/** On a busy machine a process may not reach its stores in time when many start at once: it is started again. */
async function startPatiently(plan: ServicePlan, process: ProcessPlan): Promise<SupervisedProcess> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await superviseProcess(plan.guard, process, {
        policy: RESTART_AT_ONCE,
        onRestart: plan.onEnd,
      });
    } catch (error) {
      if (tries === startTriesMax || plan.guard.isClosing()) throw error;
    }
  }
}

function throughPort(address: string | undefined, port: number): string {
  const url = new URL(address ?? '');
  url.port = String(port);
  return url.toString();
}

function readiness(url: string): Required<Pick<ProcessPlan, 'isReady' | 'lastSaid'>> {
  let said = 'nothing';
  return {
    async isReady() {
      try {
        const answer = await fetch(url, { signal: AbortSignal.timeout(probeMs) });
        said = `${answer.status} ${await answer.text()}`;
        return answer.ok;
      } catch (error) {
        said = String(error);
        return false;
      }
    },
    lastSaid: () => said,
  };
}
