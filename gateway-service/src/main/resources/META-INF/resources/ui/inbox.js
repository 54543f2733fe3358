// The inbox: a bell that tells live how much is new, and a panel with the notifications and with where mail and pushes go.

import { may, me, recheck } from './account.js';
import { api } from './api.js';
import { $, act, element, redraw, say, time } from './dom.js';
import { pushFor, showPush, whenClicked } from './push.js';
import { LiveSocket } from './socket.js';
import { forgetUnread, readUnread, unreadTold } from './unread.js';

/** @typedef {import('./api.js').Schemas} Schemas */

const PAGE = 30;

/** What comes within so many milliseconds is read together. */
const TOGETHER = 250;

/** @type {LiveSocket} */
let socket = null;

/**
 * The newest count that is known.
 *
 * @type {Schemas['InboxCount']}
 */
let counted = { unseen: 0, unread: 0, revision: 0 };

/**
 * What the panel shows, the newest first.
 *
 * @type {Schemas['InboxItem'][]}
 */
let items = [];

let wanted = PAGE; // how many it is to show
let questions = 0; // how often they were asked for: the last answer counts
let timer = 0;

/** @type {(link: string) => void} */
let go;

const isMine = () => may('notifications:read');
const isInAddress = () => new URLSearchParams(location.search).has('inbox');

/**
 * Shows the bell to whoever the page works for now, and the panel if the address names it; there it stays for who signs in
 * first.
 *
 * @param {(link: string) => void} listener goes where a notification leads
 */
export async function showInbox(listener) {
  go = listener;
  socket?.close();
  socket = isMine() ? new LiveSocket('/api/me/ws', { frame: receive, state: recheck }) : null;
  counted = { unseen: 0, unread: 0, revision: 0 };
  items = [];
  forgetUnread();
  drawBell();
  draw();
  show(false);
  $('inbox-empty').hidden = true; // that is not known yet
  $('inbox-earlier').hidden = true;
  await pushFor();
  if (isInAddress()) {
    await openPanel();
  }
}

// --- what is new ------------------------------------------------------------------------------------------------

/** Frames are hints: after each new connection the count is asked for. */
function receive(frame) {
  if (frame.type === 'welcome') {
    act(readCount)();
    act(readUnread)();
  } else if (frame.type === 'inbox') {
    count(frame);
    if (frame.arrival && !frame.arrival.quiet) {
      say(`New: ${frame.arrival.title}`);
    }
  } else {
    if (frame.type === 'unread') {
      unreadTold(frame);
    }
    return;
  }
  refreshSoon();
}

async function readCount() {
  const mine = socket;
  const now = await api('/api/notifications/count');
  if (mine === socket) {
    count(now);
  }
}

/** @param {Schemas['InboxCount']} now */
function count(now) {
  if (now.revision >= counted.revision) {
    counted = now;
    drawBell();
  }
}

function drawBell() {
  const { unseen } = counted;
  $('bell').hidden = !isMine();
  $('bell').ariaLabel = unseen ? `Notifications: ${unseen} new` : 'Notifications';
  $('bell-count').hidden = !unseen;
  $('bell-count').textContent = unseen > 99 ? '99+' : String(unseen);
}

// --- the panel --------------------------------------------------------------------------------------------------

const openPanel = act(async () => {
  show(true);
  $('inbox-known').hidden = !isMine();
  $('inbox-guest').hidden = isMine();
  $('inbox-why').textContent = me ? 'Your key may not read them.' : 'Sign in, or use your key, to see them.';
  $('inbox-sign-in').hidden = me !== null;
  $('inbox-title').focus();
  wanted = PAGE;
  if (isMine()) {
    await Promise.all([refresh(), showAddress(), showPush()]);
  }
});

/** The focus goes back to where the panel was opened. */
function closePanel() {
  show(false);
  if (isInAddress()) {
    history.replaceState(null, '', location.pathname + location.hash);
  }
  (isMine() ? $('bell') : $('key-title')).focus();
}

function show(shown) {
  $('inbox').hidden = !shown;
  $('bell').ariaExpanded = String(shown);
}

/** Reads what the panel shows. Who sees it has seen what is new. */
async function refresh() {
  const question = ++questions;
  const mine = socket;
  const found = [];
  let cursor = null;
  do {
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor ? { cursor } : {}) });
    /** @type {Schemas['PageInboxItem']} */
    const page = await api(`/api/notifications?${query}`);
    found.push(...page.items);
    cursor = page.nextCursor ?? null;
  } while (cursor && found.length < wanted);
  if (mine !== socket || question !== questions) {
    return;
  }
  items = found;
  $('inbox-earlier').hidden = !cursor;
  draw();
  if (counted.unseen || items.some((item) => !item.seen)) {
    await markAll('seen');
  }
}

/** If somebody looks at it. */
function refreshSoon() {
  timer ||= setTimeout(() => {
    timer = 0;
    return $('inbox').hidden || document.hidden || act(refresh)();
  }, TOGETHER);
}

/** What came after what is shown stays as it is. */
async function markAll(as) {
  if (items.length) {
    const mine = socket;
    const now = await api('/api/notifications/marks', { method: 'POST', body: { as, upTo: items[0].cursor } });
    if (mine === socket) {
      count(now);
    }
  }
}

/** @param {Schemas['InboxItem']} item */
function mark(item, as) {
  return api(`/api/notifications/${encodeURIComponent(item.id)}`, { method: 'PATCH', body: { as, upTo: item.cursor } });
}

function draw() {
  redraw($('inbox-list'), items.map(row), $('inbox-title'));
  $('inbox-empty').hidden = items.length > 0;
  $('inbox-read-all').hidden = items.every((item) => item.read);
}

/** @param {Schemas['InboxItem']} item */
function row(item) {
  const node = element(
    'li',
    { className: item.read ? '' : 'unread', tabIndex: -1 },
    leadsOn(item.link) ? linkOf(item) : element('strong', { textContent: item.title, dir: 'auto' }),
    item.body ? element('p', { className: 'text', textContent: item.body, dir: 'auto' }) : null,
    element(
      'p',
      { className: 'meta' },
      item.read ? null : element('span', { className: 'badge', textContent: 'unread' }),
      time(item.createdAt),
    ),
    element(
      'div',
      { className: 'actions' },
      item.read ? null : control('Mark read', item, 'read'),
      control('Archive', item, 'archived'),
    ),
  );
  node.dataset.item = item.id;
  return node;
}

/** Pages are followed, and nothing else that somebody may have written there: neither other origins nor the API. */
const leadsOn = (link) => Boolean(link?.startsWith('/?')) && !new URLSearchParams(link.slice(1)).has('inbox');

/** @param {Schemas['InboxItem']} item */
function linkOf(item) {
  const link = element('a', { href: item.link, textContent: item.title, dir: 'auto' });
  const follow = act(async () => {
    closePanel();
    go(item.link);
    await mark(item, 'read');
  });
  link.dataset.control = 'follow';
  link.addEventListener('click', (event) => event.ctrlKey || event.metaKey || event.shiftKey || follow(event));
  return link;
}

/** Somebody has clicked on what this browser told them. */
whenClicked((link) => {
  if (leadsOn(link)) {
    show(false);
    go(link);
  } else {
    openPanel();
  }
});

/** @param {Schemas['InboxItem']} item */
function control(text, item, as) {
  const button = element('button', { type: 'button', className: 'quiet', textContent: text, ariaLabel: `${text}: ${item.title}` });
  button.dataset.control = as;
  button.addEventListener('click', act(async () => {
    await mark(item, as);
    await refresh();
  }));
  return button;
}

$('bell').addEventListener('click', () => ($('inbox').hidden ? openPanel() : closePanel()));
$('inbox-close').addEventListener('click', closePanel);
$('inbox').addEventListener('keydown', (event) => event.key === 'Escape' && !event.target.matches('input[type=email]') && closePanel());
$('inbox-read-all').addEventListener('click', act(async () => {
  await markAll('read');
  await refresh();
  $('inbox-title').focus(); // the button is gone if nothing else came
}));
$('inbox-earlier').addEventListener('click', act(async () => {
  wanted = items.length + PAGE;
  await refresh();
}));

// --- where mail goes --------------------------------------------------------------------------------------------

async function showAddress() {
  const mine = socket;
  /** @type {Schemas['AddressView']} */
  const { email, origin, bounces, awaiting } = await api('/api/notifications/address');
  if (mine !== socket) {
    return;
  }
  const why = origin === 'provider' ? ', the address that you sign in with' : '';
  const known = bounces ? `Mail to ${email} comes back, so nothing is sent there.` : `Mail goes to ${email}${why}.`;
  $('mail-about').textContent = email ? known : 'No mail goes to you.';
  $('mail-asked').textContent = awaiting ? `Look into your mailbox: ${awaiting} counts once you have followed the link there.` : '';
  $('mail-none').hidden = !email && !awaiting;
}

$('mail-form').addEventListener('submit', act(async () => {
  const email = $('mail-input').value.trim();
  await api('/api/notifications/address', { method: 'PUT', body: { email } });
  $('mail-form').reset();
  await showAddress();
}));
$('mail-none').addEventListener('click', act(async () => {
  await api('/api/notifications/address', { method: 'DELETE' });
  await showAddress();
  $('mail-input').focus(); // the button is gone
}));

// Whoever comes back may have followed the link, or read elsewhere.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && !$('inbox').hidden && isMine()) {
    refreshSoon();
    act(showAddress)();
    act(showPush)();
  }
});
