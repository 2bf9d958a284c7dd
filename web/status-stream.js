import { noteServerTime } from './clock.js';
import { deviceName } from './device.js';
import { pause } from './dom.js';
import { accessToken } from './session.js';

/** After a stream that could not be had, or broke off, it is asked for again. Milliseconds. */
const againMs = 10_000;

/**
 * Follows a drop's status as server-sent events, for who is near the front or inside; whoever is not is refused, and polls
 * as everybody does. Nothing hangs on it: it only tells sooner. (Not EventSource, which sends no Authorization.)
 * @param headers of one's place or admission
 * @param onStatus is given each document
 */
export function createStatusStream(dropId, headers, signal, onStatus) {
  let wanted = null;
  let isOpen = false;

  const follow = async (own) => {
    while (!own.signal.aborted) {
      try {
        await readStream(dropId, headers(), own.signal, (status) => {
          isOpen = true;
          onStatus(status);
        });
      } catch {
        // Polling goes on meanwhile.
      }
      isOpen = false;
      await pause(againMs * (1 + Math.random()), own.signal).catch(() => undefined);
    }
  };

  return {
    /** Whether it tells of changes at the moment. */
    isOpen: () => isOpen,
    /** Begins to follow, or ends it. */
    want(isWanted) {
      if (isWanted === (wanted !== null)) return;
      wanted?.abort();
      wanted = null;
      if (!isWanted || signal.aborted) return;
      const own = new AbortController();
      wanted = own;
      signal.addEventListener('abort', () => own.abort(), { signal: own.signal });
      follow(own);
    },
  };
}

async function readStream(dropId, headers, signal, onStatus) {
  const authorization = `Bearer ${await accessToken({ fresh: false })}`;
  const sentMs = Date.now();
  const response = await fetch(`/v1/drops/${dropId}/status/stream`, {
    headers: { ...headers, authorization, 'fairgate-device': deviceName() },
    signal,
    cache: 'no-store',
  });
  noteServerTime(response.headers.get('date'), sentMs, Date.now());
  if (!response.ok || response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const parser = createEventParser((event, data) => {
    if (event === 'status') onStatus(JSON.parse(data));
  });
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser(value);
  }
}

/** Takes text as it comes and tells of each whole event (WHATWG HTML, 9.2.6): its name and its data. */
export function createEventParser(tell) {
  let rest = '';
  return (text) => {
    const blocks = (rest + text).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      let event = 'message';
      const data = [];
      for (const line of block.split(/\r?\n/)) {
        const [, field, value] = /^([a-z]*): ?(.*)$/.exec(line) ?? [];
        if (field === 'event') event = value;
        if (field === 'data') data.push(value);
      }
      if (data.length > 0) tell(event, data.join('\n'));
    }
  };
}
