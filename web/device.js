const name = 'fairgate.device';
const nameBytes = 16;
let own = null;

/** What this browser calls itself: random, made once, and known to nobody but us. An admission is good here alone. */
export function deviceName() {
  own ??= localStorage.getItem(name);
  if (own === null) {
    const bytes = crypto.getRandomValues(new Uint8Array(nameBytes));
    own = btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
    localStorage.setItem(name, own);
  }
  return own;
}
