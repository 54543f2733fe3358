// The worker that runs when something is pushed, also while no page is open. It serves nothing and controls no page.

const worker = /** @type {any} */ (self);

worker.addEventListener('install', () => worker.skipWaiting());

worker.addEventListener('push', (event) => {
  const { title = 'News', body, link, item, more } = event.data?.json() ?? {};
  const text = [body, more ? `and ${more} more` : ''].filter(Boolean).join('\n');
  event.waitUntil(worker.registration.showNotification(title, { body: text, tag: item, data: { link } }));
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(lead(event.notification.data.link));
});

/** To the page that was used last, or to a new one; only to places of the page. */
async function lead(to) {
  const link = to?.startsWith('/?') ? to : '/?inbox';
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = windows.find(({ url }) => new URL(url).pathname === '/');
  if (page) {
    page.postMessage({ link });
    await page.focus();
  } else {
    await worker.clients.openWindow(link);
  }
}
