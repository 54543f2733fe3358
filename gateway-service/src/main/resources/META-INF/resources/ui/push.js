// Whether this browser is told what comes, also while no page is open: the switch, and where a notification leads.

import { may, me, whenLeaving } from './account.js';
import { api, Problem, session } from './api.js';
import { $, act } from './dom.js';
import { browser } from './storage.js';

/** @typedef {import('./api.js').Schemas} Schemas */

const WORKER = '/ui/sw.js';
const SCOPE = '/ui/'; // where the worker is by itself

/** Whom this browser is told for: it is so in all tabs, and in each organisation in which they have switched it on. */
const WHOSE = 'atrium.push';

const isPossible = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** Who used this tab last. */
let user = null;

/**
 * Somebody uses the page from now on. Whom the browser is told for has left, or another one signed in: then it is told
 * nothing more.
 */
export async function pushFor() {
  const before = user;
  user = me?.subject ?? null;
  const whose = browser.get(WHOSE);
  const hasLeft = before === whose && user !== whose;
  const isAnothers = user !== null && user !== whose && session.get();
  const isNobodys = user === null && !session.get(); // the session ended while no page was open
  if (whose !== null && (hasLeft || isAnothers || isNobodys)) {
    await forget();
  }
}

/** The service forgets by itself what was subscribed in a session that has ended. */
async function forget() {
  if (isPossible && browser.get(WHOSE) !== null) {
    browser.remove(WHOSE);
    await (await subscription())?.unsubscribe();
  }
}

whenLeaving(forget);

/** Shows whether the browser is told. */
export async function showPush() {
  const whom = me;
  const device = isPossible ? await deviceHere() : null;
  if (whom === me) {
    $('push-on').checked = device !== null;
    $('push-on').disabled = !isPossible || !may('notifications:write') || (device === null && !session.get());
    $('push-about').textContent = about();
  }
}

function about() {
  if (!isPossible) {
    return isSecureContext ? 'This browser cannot do that.' : 'Browsers do that over HTTPS only.';
  }
  if (!may('notifications:write')) {
    return 'Your key may not change that.';
  }
  if (!session.get()) {
    return 'For who is signed in: a key goes with its tab, and could not switch it off any more.';
  }
  return Notification.permission === 'denied'
    ? 'Your browser blocks notifications of this page: allow them in its settings of this site.'
    : 'Also while this page is closed, until you sign out.';
}

/** @returns {Promise<PushSubscription>} null if the browser is told nothing, as where the page may keep nothing there */
async function subscription() {
  const registration = await navigator.serviceWorker.getRegistration(SCOPE).catch(() => null);
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** @returns {Promise<Schemas['Device']>} null if the browser is not told for whom the page works now */
async function deviceHere() {
  const here = await subscription();
  /** @type {Schemas['Push']} */
  const { subscriptions } = await api('/api/notifications/push');
  return subscriptions.find(({ endpoint }) => endpoint === here?.endpoint) ?? null;
}

async function turnOn() {
  const subject = me.subject;
  if ((await Notification.requestPermission()) !== 'granted') {
    return;
  }
  /** @type {Schemas['Push']} */
  const { publicKey } = await api('/api/notifications/push');
  const made = await subscribed(publicKey, browser.get(WHOSE) === subject);
  browser.set(WHOSE, subject);
  await api('/api/notifications/push/subscriptions', { method: 'POST', body: made.toJSON() });
}

/** What the browser was subscribed with for somebody else must not tell them of each other. */
async function subscribed(applicationServerKey, isSame) {
  try {
    const { pushManager } = await activeWorker();
    if (!isSame) {
      await (await pushManager.getSubscription())?.unsubscribe();
    }
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  } catch (error) {
    throw new Problem(0, { detail: `The browser cannot be told: ${error.message}` });
  }
}

/** @returns {Promise<ServiceWorkerRegistration>} */
async function activeWorker() {
  const registration = await navigator.serviceWorker.register(WORKER);
  const coming = registration.installing ?? registration.waiting;
  if (!registration.active) {
    await new Promise((resolve, reject) => coming.addEventListener('statechange', () => {
      if (coming.state === 'activated') {
        resolve();
      } else if (coming.state === 'redundant') {
        reject(new Error('its worker did not start'));
      }
    }));
  }
  return registration;
}

/** The browser may be told for the same person in other organisations: there it goes on. */
async function turnOff() {
  const device = await deviceHere();
  if (device) {
    await api(`/api/notifications/push/subscriptions/${device.id}`, { method: 'DELETE' });
  }
}

/** @param {(link: string) => void} listener goes where a notification leads that somebody has clicked on */
export function whenClicked(listener) {
  if (isPossible) {
    navigator.serviceWorker.addEventListener('message', ({ data }) => listener(data.link));
  }
}

$('push-on').addEventListener('change', act(async () => {
  try {
    await ($('push-on').checked ? turnOn() : turnOff());
  } finally {
    await showPush();
  }
}));
