import type { Tally } from './outcome/tally.ts';

/** Shows how the sale goes: one line that is rewritten on a terminal, a line now and then elsewhere. */
export interface Progress {
  /** A sentence of its own. */
  readonly say: (sentence: string) => void;
  /** Begins to show the crowd. */
  readonly follow: (tally: Tally, tickets: number, opensMs: number) => void;
  readonly stop: () => void;
}

const terminalEveryMs = 250;
const plainEveryMs = 5_000;

export const silent: Progress = { say: () => undefined, follow: () => undefined, stop: () => undefined };

export function showProgress(stream: NodeJS.WriteStream): Progress {
  let timer: NodeJS.Timeout | undefined;
  let isLineOpen = false;
  const closeLine = (): void => {
    if (isLineOpen) stream.write('\n');
    isLineOpen = false;
  };
  return {
    say(sentence) {
      closeLine();
      stream.write(`${sentence}\n`);
    },
    follow(tally, tickets, opensMs) {
      const show = (): void => {
        const line = crowdLine(tally, tickets, Date.now() - opensMs);
        stream.write(stream.isTTY ? `\r\x1b[2K${line.slice(0, stream.columns - 1)}` : `${line}\n`);
        isLineOpen = stream.isTTY;
      };
      timer = setInterval(show, stream.isTTY ? terminalEveryMs : plainEveryMs);
    },
    stop() {
      clearInterval(timer);
      closeLine();
    },
  };
}

export function crowdLine(tally: Tally, tickets: number, sinceOpeningMs: number): string {
  const { places, ticketsBought, paidAtMs } = tally;
  const seconds = Math.round(sinceOpeningMs / 1000);
  const when = seconds < 0 ? `opens in ${-seconds} s` : `open for ${seconds} s`;
  const refused = [
    tally.throttled429 > 0 ? `429: ${tally.throttled429}` : '',
    tally.shed503 > 0 ? `503: ${tally.shed503}` : '',
    tally.http5xx + tally.lostCalls > 0 ? `failed: ${tally.http5xx + tally.lostCalls}` : '',
  ].filter((part) => part !== '');
  return [
    when.padEnd(16),
    `${ticketsBought}/${tickets} tickets`,
    `${paidAtMs.length} orders`,
    `${places.coming} to come`,
    `${places.waiting} waiting`,
    `${places.shopping} shopping`,
    `${places.paying} paying`,
    ...refused,
  ].join(' · ');
}
