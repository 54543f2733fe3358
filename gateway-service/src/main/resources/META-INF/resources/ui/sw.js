// The worker that runs when something is pushed, also while no page is open. It serves nothing and controls no page.

const worker = /** @type {any} */ (self);

const PUSH = '/api/notifications/push';

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

worker.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(replace(event)));

/**
 * The browser is told in another place from now on, or nowhere: the new place takes the old one's part, for whom the gateway
 * knows the old one of, where their session works.
 */
async function replace({ oldSubscription, newSubscription }) {
  const { publicKey, subscriptions } = await (await ask(PUSH)).json();
  const before = subscriptions.find(({ endpoint }) => endpoint === oldSubscription?.endpoint);
  if (before) {
    const options = { userVisibleOnly: true, applicationServerKey: publicKey };
    const now = newSubscription ?? (await worker.registration.pushManager.subscribe(options));
    const headers = { 'Content-Type': 'application/json' };
    await ask(`${PUSH}/subscriptions`, { method: 'POST', headers, body: JSON.stringify(now) });
    await ask(`${PUSH}/subscriptions/${before.id}`, { method: 'DELETE' });
  }
}

/** In this browser's session, which is renewed if it has to be. */
async function ask(path, options = {}) {
  const attempt = () => fetch(path, options);
  let answer = await attempt();
  if (answer.status === 401 && (await fetch('/api/session/refresh', { method: 'POST' })).ok) {
    answer = await attempt();
  }
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status}`);
  }
  return answer;
}

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
