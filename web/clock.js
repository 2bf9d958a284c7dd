/**
 * The gateway's clock as this device knows it. Every answer's Date header (whole seconds) narrows down how far the two
 * clocks are apart: the server wrote second D somewhere between sending and receiving, so the difference lies in
 * [D − received, D + 1 s − sent]. The bounds of all answers together leave a few hundredths of a second.
 */
let low = Number.NEGATIVE_INFINITY;
let high = Number.POSITIVE_INFINITY;

export function noteServerTime(dateHeader, sentMs, receivedMs) {
  const serverMs = Date.parse(dateHeader ?? '');
  if (Number.isNaN(serverMs)) return;
  low = Math.max(low, serverMs - receivedMs);
  high = Math.min(high, serverMs + 1000 - sentMs);
  if (low > high) {
    // One of the two clocks was set: begin again.
    low = serverMs - receivedMs;
    high = serverMs + 1000 - sentMs;
  }
}

/** Milliseconds since 1970 by the gateway's clock. */
export function serverNow() {
  return Date.now() + (Number.isFinite(low) ? (low + high) / 2 : 0);
}

/**
 * Calls `tick(millisecondsLeft)` at once and then each second until the instant, the last time with 0.
 * @param untilMs by the gateway's clock
 */
export function countDown(untilMs, signal, tick) {
  let timer;
  const step = () => {
    const left = Math.max(0, untilMs - serverNow());
    tick(left);
    // On the full second of what is left, so that no second is shown twice or left out.
    if (left > 0) timer = setTimeout(step, (left % 1000) + 20);
  };
  signal.addEventListener('abort', () => clearTimeout(timer));
  if (!signal.aborted) step();
}

/** 83,000 ms: '1:23'; from an hour on '1:02:03'. Rounded up: 0:00 means over. */
export function clockWords(milliseconds) {
  const all = Math.ceil(milliseconds / 1000);
  const two = (value) => String(value).padStart(2, '0');
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
