import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import type { FanMemory, Show } from './crowd/fan.ts';
import { openPauses } from './crowd/pauses.ts';
import { type Crowd, sendCrowd } from './crowd/send-crowd.ts';
import { openTally, type Tally } from './outcome/tally.ts';
import type { Progress } from './progress.ts';
import type { TokenIssuer } from './stage/issue-tokens.ts';

const socketsPerOrigin = 256;
const requestTimeoutMs = 30_000;
/** No sale takes longer. */
const saleMsMax = 30 * 60_000;
const lookEveryMs = 100;
/** When everything is sold, those in the shop still find out and leave. */
const farewellMs = 15_000;

export interface PlayedSale {
  readonly tally: Tally;
  readonly memories: readonly FanMemory[];
  /** What happened to fans that must not happen. */
  readonly surprises: readonly string[];
}

/** Sends a crowd to a running installation; resolves when everything is sold or everybody went home. */
export async function playSale(
  crowd: Crowd,
  show: Show,
  {
    tickets,
    gatewayUrls,
    tokens,
  }: { readonly tickets: number; readonly gatewayUrls: readonly string[]; readonly tokens: TokenIssuer },
  progress: Progress,
  signal: AbortSignal,
): Promise<PlayedSale> {
  const tally = openTally(crowd.accountIds.length);
  const surprises: string[] = [];
  const pauses = openPauses();
  const agent = new Agent({
    connections: socketsPerOrigin,
    headersTimeout: requestTimeoutMs,
    bodyTimeout: requestTimeoutMs,
  });
  progress.follow(tally, tickets, show.opensMs);
  const visits = sendCrowd(
    crowd,
    show,
    { gatewayUrls, gateways: agent, stripe: agent, tokens },
    { tally, pauses },
    (fan, sentence) => surprises.push(`fan ${fan}: ${sentence}`),
  );
  let allGone = false;
  const gone = visits.finally(() => {
    allGone = true;
  });
  await Promise.race([gone, untilOver(tally, tickets, show.opensMs, signal, () => allGone)]);
  pauses.end();
  const memories = await gone;
  progress.stop();
  await agent.close();
  return { tally, memories, surprises };
}

async function untilOver(
  tally: Tally,
  tickets: number,
  opensMs: number,
  signal: AbortSignal,
  isOver: () => boolean,
): Promise<void> {
  while (!signal.aborted && !isOver() && Date.now() - opensMs < saleMsMax) {
    await sleep(lookEveryMs);
    if (tally.ticketsBought < tickets) continue;
    const { shopping, paying } = tally.places;
    if (shopping + paying === 0 || Date.now() - (tally.paidAtMs.at(-1) ?? 0) > farewellMs) return;
  }
}
