import { setTimeout as sleep } from 'node:timers/promises';
import { patiently } from '../patiently.ts';
import { crashPostgres, type FaultStack, serviceOf } from '../stack/fault-stack.ts';
import type { FaultStep } from './make-schedule.ts';

/** null: it was done. Else why it was moot: nothing was there that it could have broken. */
export type Moot = string | null;

const stripeTries = { tries: 5, pauseMs: 300 };

/** Does one step on a stack; resolves when the fault is over, and throws when it could not be done. */
export async function performStep(stack: FaultStack, step: FaultStep): Promise<Moot> {
  switch (step.kind) {
    case 'kill':
    case 'restart':
    case 'pause':
      return faultProcess(stack, step);
    case 'postgresCrash':
      await crashPostgres(stack);
      return null;
    case 'redisRestart':
      await stack.redis.restart();
      return null;
    case 'redisFlush':
      await stack.redis.flush();
      return null;
    case 'redisLoseLast':
      return (await stack.redis.loseLast(step.lostMs)) > 0 ? null : 'nothing had been written meanwhile';
    case 'redisPromote':
      await stack.redis.promoteLagging(step.lagMs);
      return null;
    case 'stripeKill':
      stack.stripe.kill('SIGKILL');
      await stack.stripe.ready();
      return null;
    case 'link':
      await faultLinks(stack, step);
      return null;
    case 'stripe': {
      // One that is being started anew is told once it answers.
      const { id } = await patiently(() => stack.stripeControl.setFault(step.fault), stripeTries);
      await sleep(step.forMs);
      // A loopback Stripe that was killed meanwhile has no switches any more.
      await stack.stripeControl.clearFaults(id).catch(() => undefined);
      return null;
    }
  }
}

type ProcessStep = Extract<FaultStep, { kind: 'kill' | 'restart' | 'pause' }>;

async function faultProcess(stack: FaultStack, step: ProcessStep): Promise<Moot> {
  const { process } = serviceOf(stack, step.process);
  if (!process.isRunning) return 'it was down already';
  if (step.kind === 'pause') {
    process.kill('SIGSTOP');
    await sleep(step.forMs);
    process.kill('SIGCONT');
  } else process.kill(step.kind === 'kill' ? 'SIGKILL' : 'SIGTERM');
  return null;
}

async function faultLinks(stack: FaultStack, step: Extract<FaultStep, { kind: 'link' }>): Promise<void> {
  const { target } = step;
  const links =
    target === 'webhook'
      ? [stack.webhookLink]
      : stack.services
          .filter(({ name }) => step.process === null || step.process === name)
          .map(({ links: own }) => own[target]);
  for (const link of links) link.set(step.mode, step.delayMs);
  await sleep(step.forMs);
  for (const link of links) link.set('open');
}

/** Which steps must not overlap: each server dies once at a time. */
export function laneOf({ kind }: FaultStep): 'redis' | 'postgres' | 'stripe' | null {
  if (kind.startsWith('redis')) return 'redis';
  if (kind === 'postgresCrash') return 'postgres';
  return kind === 'stripeKill' ? 'stripe' : null;
}

/** All wires open, all switches off, everybody awake. */
export async function heal(stack: FaultStack): Promise<void> {
  for (const { links, process } of stack.services) {
    for (const link of Object.values(links)) link.set('open');
    process.kill('SIGCONT');
  }
  stack.webhookLink.set('open');
  await Promise.all([stack.postgres.ready(), stack.stripe.ready()]);
  await stack.stripeControl.clearFaults();
  await Promise.all(stack.services.map(({ process }) => process.ready()));
}
