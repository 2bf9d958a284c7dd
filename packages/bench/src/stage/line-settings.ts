import type { DropSettings } from '@fairgate/shared/redis/fill-event.ts';

export interface LineWish {
  readonly opensMs: number;
  /** Indices below it may be given out. */
  readonly mark: number;
  readonly cap?: number;
  readonly ratePerMinute?: number;
  readonly claimMs?: number;
  readonly admissionMs?: number;
}

/** A drop with one lane and no lobby, as it is told to a Redis without a database beside it. */
export function lineSettings(wish: LineWish): DropSettings {
  return {
    ...{ closesMs: 0, state: 'SCHEDULED', limit: 4, holdMs: 300_000, draw: '', order: '0' },
    opensMs: wish.opensMs,
    cap: wish.cap ?? 1_000,
    ratePerMinute: wish.ratePerMinute ?? 600,
    claimMs: wish.claimMs ?? 120_000,
    admissionMs: wish.admissionMs ?? 900_000,
    lanes: [{ mark: wish.mark, next: 0, served: 0, skipped: [], places: 0 }],
  };
}
