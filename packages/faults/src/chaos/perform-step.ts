import { setTimeout as sleep } from 'node:timers/promises';
import { crashPostgres, type FaultStack, serviceOf } from '../stack/fault-stack.ts';
import type { FaultStep } from './make-schedule.ts';

/** Does one step on a stack; resolves when the fault is over. */
export async function performStep(stack: FaultStack, step: FaultStep): Promise<void> {
  switch (step.kind) {
    case 'kill':
      return serviceOf(stack, step.process).process.kill('SIGKILL');
    case 'restart':
      return serviceOf(stack, step.process).process.kill('SIGTERM');
    case 'pause': {
      const { process } = serviceOf(stack, step.process);
      process.kill('SIGSTOP');
      await sleep(step.forMs);
      return process.kill('SIGCONT');
    }
    case 'postgresCrash':
      return crashPostgres(stack);
    case 'redisRestart':
      return stack.redis.restart();
    case 'redisFlush':
      return stack.redis.flush();
    case 'redisLoseLast':
      await stack.redis.loseLast(step.lostMs);
      return;
    case 'redisPromote':
      return stack.redis.promoteLagging(step.lagMs);
    case 'stripeKill':
      stack.stripe.kill('SIGKILL');
      return stack.stripe.ready();
    case 'link':
      return faultLinks(stack, step);
    case 'stripe': {
      const { id } = await stack.stripeControl.setFault(step.fault);
      await sleep(step.forMs);
      // A loopback Stripe that was killed meanwhile has no switches any more.
      await stack.stripeControl.clearFaults(id).catch(() => undefined);
    }
  }
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
