import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Problem } from '@fairgate/shared/errors.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** How the event loop did during an interval. */
export interface LoopSample {
  /** Mean lateness of a timer. */
  readonly delayMs: number;
  /** Share of the time in which the loop was busy, 0 to 1. */
  readonly utilisation: number;
}

/**
 * Over the limit is a loop that is late by more than `delayMsMax`, or by half of that while it is never idle: then the
 * lateness grows. A busy loop that keeps up harms nobody.
 */
export interface PressureLimit {
  readonly delayMsMax: number;
  readonly utilisationMax: number;
}

export interface PressureLimits {
  readonly sampleMs: number;
  readonly ordinary: PressureLimit;
  /** Routes of shoppers who were let in: refused last. */
  readonly shedLast: PressureLimit;
}

export const pressureLimits: PressureLimits = {
  sampleMs: 500,
  ordinary: { delayMsMax: 1_000, utilisationMax: 0.98 },
  shedLast: { delayMsMax: 4_000, utilisationMax: 0.98 },
};

/** Timers are looked at this often. */
const resolutionMs = 10;
/** The refused come back spread over this, not all at once. */
const retrySecondsMin = 2;
const retrySecondsMax = 5;

export function isOver({ delayMs, utilisation }: LoopSample, limit: PressureLimit): boolean {
  if (delayMs > limit.delayMsMax) return true;
  return delayMs > limit.delayMsMax / 2 && utilisation > limit.utilisationMax;
}

/** Answers 503 while the event loop does not keep up. What machines ask (health, metrics, webhooks) is always taken. */
export function shedUnderPressure(app: FastifyInstance, limits: PressureLimits = pressureLimits): void {
  let loop: LoopWatch | undefined;
  // From the first request on: that the loop stood still while the gateway was built keeps nobody waiting.
  app.addHook('onReady', async () => {
    loop = watchLoop(limits.sampleMs);
  });
  app.addHook('onClose', async () => loop?.stop());
  app.addHook('onRequest', async (request) => {
    const limit = limitOf(request, limits);
    if (limit !== null && loop !== undefined && isOver(loop.sustained(), limit)) {
      const seconds = retrySecondsMin + Math.random() * (retrySecondsMax - retrySecondsMin);
      throw new Problem('OVERLOADED', {}, seconds);
    }
  });
}

function limitOf(request: FastifyRequest, limits: PressureLimits): PressureLimit | null {
  const { limit, shedLast } = request.routeOptions.config;
  if (limit === 'machine') return null;
  return shedLast === true ? limits.shedLast : limits.ordinary;
}

interface LoopWatch {
  /** What held during both of the last two intervals, so that one long step alone refuses nobody. */
  readonly sustained: () => LoopSample;
  readonly stop: () => void;
}

function watchLoop(sampleMs: number): LoopWatch {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  const calm: LoopSample = { delayMs: 0, utilisation: 0 };
  let [before, latest] = [calm, calm];
  let since = { atMs: performance.now(), use: performance.eventLoopUtilization() };
  const timer = setInterval(() => {
    const now = { atMs: performance.now(), use: performance.eventLoopUtilization() };
    // Without a sample the loop stood still since the last time.
    const lateMs = histogram.count === 0 ? now.atMs - since.atMs : histogram.mean / 1e6;
    before = latest;
    latest = {
      delayMs: Math.max(0, lateMs - resolutionMs),
      utilisation: performance.eventLoopUtilization(now.use, since.use).utilization,
    };
    since = now;
    histogram.reset();
  }, sampleMs);
  timer.unref();
  return {
    sustained: () => ({
      delayMs: Math.min(before.delayMs, latest.delayMs),
      utilisation: Math.min(before.utilisation, latest.utilisation),
    }),
    stop() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
