import { type BeaconChain, firstRoundFrom, roundMs } from './beacon-chain.ts';

/** When a lobby is sealed, and the beacon's round that its draw takes. */
export interface DrawSchedule {
  readonly sealMs: number;
  readonly round: number;
  readonly beaconMs: number;
}

/** The root has so much of the time between seal and opening to be written before the beacon is known. */
const rootShare = 5 / 6;
/** A lobby whose opening was brought forward is sealed so soon, and its root has so long at least. Milliseconds. */
const sealSoonMs = 1_000;
const rootMsMin = 5_000;

/**
 * null: it opens too soon for a lobby, and the line goes by the order of joining.
 * @param sealSeconds how long before the opening the lobby is sealed
 * @param hasLobby people may be in it already: then it is sealed and drawn, however soon it opens
 */
export function drawSchedule(
  chain: BeaconChain,
  opensMs: number,
  sealSeconds: number,
  nowMs: number,
  hasLobby: boolean,
): DrawSchedule | null {
  const wantedMs = opensMs - sealSeconds * 1000;
  if (wantedMs <= nowMs && !hasLobby) return null;
  const sealMs = Math.max(wantedMs, nowMs + sealSoonMs);
  const round = firstRoundFrom(chain, sealMs + Math.max(rootMsMin, (opensMs - sealMs) * rootShare));
  return { sealMs, round, beaconMs: roundMs(chain, round) };
}
