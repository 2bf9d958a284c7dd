/** Shows the notices that are pushed to this browser, and leads to the line that they are about. It keeps and caches nothing. */

/** A page that is asleep does not say where it is. Milliseconds. */
const answerMsMax = 500;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('push', (event) => event.waitUntil(show(event.data)));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(lead(event.notification.data?.path));
});

/** A browser shows words of its own when we show nothing. */
function show(data) {
  const { title, body, path, tag } = read(data);
  return self.registration.showNotification(title ?? 'Fairgate', {
    body: body ?? 'Something is new in your line.',
    // The newer notice of a drop takes the place of the older, and is heard all the same.
    tag: tag ?? 'fairgate',
    renotify: true,
    icon: '/favicon.svg',
    data: { path: path ?? '/#/' },
  });
}

function read(data) {
  try {
    return data.json();
  } catch {
    return {};
  }
}

/** A page that shows this is brought to the front; else one is opened, as any other may be in the middle of something. */
async function lead(path) {
  const address = new URL(path ?? '/#/', self.location.origin);
  const target = address.origin === self.location.origin ? address.href : self.location.origin;
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const places = await Promise.all(windows.map(placeOf));
  const known = windows[places.indexOf(target)];
  return known === undefined ? self.clients.openWindow(target) : known.focus();
}

/** What a page shows it must say itself: its address, as we are told it, is that with which it was loaded. */
function placeOf(client) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, answerMsMax, null);
    client.postMessage('where', [port2]);
  });
}
