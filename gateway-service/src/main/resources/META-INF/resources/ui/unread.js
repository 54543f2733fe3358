// What is unread: the counts in the list of rooms and in the title, and in the open room the line where reading stopped, the
// button that leads to what is new, and the marker that says how far one has read.

import { may, me } from './account.js';
import { inAddress } from './address.js';
import { api, Problem } from './api.js';
import { $, act, element } from './dom.js';
import { drawNow, goToEnd, isAtEnd, showAtTop } from './log.js';
import { isMine } from './rights.js';
import { room } from './room.js';

/** @typedef {import('./api.js').Schemas} Schemas */

const PAGE = 200;

/** What is read within so many milliseconds is said together. */
const TOGETHER = 2_000;

/** So often an answer that is behind what was told is asked for again, in a row. */
const TRIES = 5;

/** More are not worth a number. */
const MANY = 99;

/**
 * What there is to read in rooms, by their ids.
 *
 * @type {Map<string, {unread: number, mentions: number, lastSequence: number, marker: number}>}
 */
const counts = new Map();

/**
 * Up to which sequence number news of a room were told. An answer may know more than that: what is told next may be counted
 * in it already.
 *
 * @type {Map<string, number>}
 */
const told = new Map();

/** Timers of rooms that are asked again, by their ids. */
const due = new Map();

const NOTHING = { unread: 0, mentions: 0, lastSequence: 0, marker: 0 };

let questions = 0; // how often the counts were asked for: the last answer counts

/** How far the open room is read. */
class Reading {
  /** Behind this sequence number is what was new when one came, or came back; null for nothing. */
  lineAfter = null;

  /** How many messages of others came that were not in sight. */
  unseen = 0;

  /** Up to here the marker is, or is on its way; null before the room has said it. */
  marker = null;

  /** Up to here everything was in sight, of whom. */
  seen = 0;
  reader = null;

  /** By which that is said. */
  timer = 0;

  /** Whether what the address names was brought into sight, or is not to be had. */
  hasTarget = false;

  /** Whether what was missed before one came is there, and one has seen where the list begins. */
  isSettled = false;
}

/** @type {WeakMap<import('./room.js').Room, Reading>} */
const readings = new WeakMap();

function reading() {
  if (room && !readings.has(room)) {
    readings.set(room, new Reading());
  }
  return readings.get(room);
}

/** Whether one sees the newest. */
const isLooking = () => room !== null && room.isComplete && reading().isSettled && isAtEnd() && !document.hidden;

// --- all rooms --------------------------------------------------------------------------------------------------

/** What is unread is not for who comes next. */
export function forgetUnread() {
  questions++;
  counts.clear();
  told.clear();
  due.forEach(clearTimeout);
  due.clear();
  showUnread();
}

/** Asks what there is to read in all rooms. */
export async function readUnread() {
  if (!may('rooms:read')) {
    return;
  }
  const question = ++questions;
  const found = [];
  let cursor = null;
  do {
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor ? { cursor } : {}) });
    /** @type {Schemas['PageUnread']} */
    const page = await api(`/api/unread?${query}`);
    found.push(...page.items);
    cursor = page.nextCursor ?? null;
  } while (cursor);
  if (question === questions) {
    const before = new Map(counts);
    counts.clear();
    found.forEach((one) => counts.set(one.roomId, one));
    showUnread();
    found.map(({ roomId }) => roomId).filter((id) => isBehind(counts.get(id), before.get(id))).forEach((id) => readSoon(id));
  }
}

/** There is more to read in a room, or it was read on somewhere else. */
export function unreadTold(frame) {
  const known = { ...(counts.get(frame.room) ?? NOTHING) };
  const isSeen = frame.room === room?.id && isLooking() && frame.lastSequence <= room.last;
  if (frame.lastSequence > known.lastSequence) {
    if (!isSeen && frame.messages && known.lastSequence > (told.get(frame.room) ?? 0)) {
      readSoon(frame.room);
    }
    known.unread += isSeen ? 0 : frame.messages;
    known.mentions += isSeen || !frame.mentioned ? 0 : 1;
    known.lastSequence = frame.lastSequence;
  }
  told.set(frame.room, Math.max(told.get(frame.room) ?? 0, frame.lastSequence));
  if (frame.marker) {
    known.marker = Math.max(known.marker, frame.marker);
    if (known.marker >= known.lastSequence) {
      known.unread = known.mentions = 0;
    } else if (known.unread) {
      readSoon(frame.room);
    }
  }
  counts.set(frame.room, known);
  showUnread();
}

/** Whether something was told that an answer does not know yet. */
const isBehind = (answer, told = NOTHING) => answer.lastSequence < told.lastSequence || answer.marker < told.marker;

/** Somebody has read a part of what is there, or it is not certain how much more there is. */
function readSoon(id, tries = TRIES) {
  if (!due.has(id)) {
    due.set(id, setTimeout(act(() => readAgain(id, tries)), TOGETHER));
  }
}

async function readAgain(id, tries) {
  due.delete(id);
  const question = questions;
  /** @type {Schemas['Unread']} */
  const now = await api(`/api/rooms/${encodeURIComponent(id)}/unread`);
  if (question !== questions) {
    return;
  }
  if (!isBehind(now, counts.get(id))) {
    counts.set(id, now);
    showUnread();
  } else if (tries > 1) {
    readSoon(id, tries - 1);
  }
}

/** Of the open room counts what was not in sight. */
function unreadIn(id) {
  const { unread, mentions } = counts.get(id) ?? NOTHING;
  return id === room?.id ? { unread: reading().unseen, mentions: 0 } : { unread, mentions };
}

const shortened = (count) => (count > MANY ? `${MANY}+` : String(count));

/** The count beside a room in the list. */
export function unreadBadge(id) {
  const badge = element('span', { className: 'badge unread', hidden: true });
  badge.dataset.unread = id;
  fill(badge);
  return badge;
}

function fill(badge) {
  const { unread, mentions } = unreadIn(badge.dataset.unread);
  badge.hidden = unread === 0;
  badge.classList.toggle('names', mentions > 0);
  if (unread === 0) {
    badge.replaceChildren();
    return;
  }
  badge.replaceChildren(
    mentions ? `@${shortened(unread)}` : shortened(unread),
    element('span', { className: 'sr', textContent: mentions ? ' unread, you are mentioned' : ' unread' }),
  );
}

/** Brings all places up to date that say how much is unread. */
export function showUnread() {
  document.querySelectorAll('#rooms .unread').forEach(fill);
  const elsewhere = [...counts.keys()].filter((id) => id !== room?.id).map((id) => unreadIn(id).unread);
  const here = reading()?.unseen ?? 0;
  const all = elsewhere.reduce((sum, one) => sum + one, here);
  document.title = `${all ? `(${shortened(all)}) ` : ''}${room?.name ? `${room.name} · ` : ''}Atrium`;
  const hadFocus = document.activeElement === $('to-end');
  $('to-end').hidden = here === 0 || isAtEnd();
  $('to-end').textContent = `${here} new message${here === 1 ? '' : 's'}`;
  if (hadFocus && $('to-end').hidden) {
    $('log').focus({ preventScroll: true });
  }
}

// --- the open room ----------------------------------------------------------------------------------------------

/** The room has said how far one has read it: what is behind is new, unless all is. */
export function greeted({ marker, lastSequence }) {
  const now = reading();
  if (now.marker === null) {
    now.marker = marker;
    now.lineAfter = me && marker > 0 && marker < lastSequence ? marker : null;
  }
}

/** All that was missed is there: one begins where one had stopped, or with what the address names, once that is in sight. */
export function caughtUp() {
  const now = reading();
  if (!now.isSettled && (now.hasTarget || !inAddress('message'))) {
    now.isSettled = true;
    const news = now.lineAfter === null ? [] : othersAfter(room, now.lineAfter);
    now.lineAfter = news.length ? now.lineAfter : null;
    drawNow();
    const isBelow = inAddress('message') ? !isAtEnd() : showAtTop($('messages').querySelector('.new'));
    if (isBelow) {
      now.unseen = news.length;
    }
  }
  looked();
}

/** What the address names was brought into sight, or is not to be had. */
export function targetShown() {
  reading().hasTarget = true;
  if (room.isComplete) {
    caughtUp();
  }
}

/**
 * @param {import('./room.js').Room} target
 * @returns {Schemas['MessageView'][]}
 */
function othersAfter(target, sequence) {
  return [...target.messages.values()].filter((message) => message.sequence > sequence && !message.deleted && !isMine(message));
}

/**
 * A message has come that the page did not know.
 *
 * @param {Schemas['MessageView']} message
 */
export function arrived(message) {
  const now = reading();
  if (isMine(message)) {
    now.lineAfter = null;
  } else if (isLooking()) {
    markSoon();
  } else {
    if (now.unseen === 0 && (now.isSettled || now.lineAfter === null)) {
      now.lineAfter = message.sequence - 1;
    }
    now.unseen++;
    showUnread();
  }
}

/** Behind which sequence number the first message of others is new; null for none. */
export const newAfter = () => reading().lineAfter;

/** One may see the newest now. */
export function looked() {
  const now = reading();
  if (isLooking()) {
    now.unseen = 0;
    const known = counts.get(room.id);
    if (known) {
      known.unread = known.mentions = 0;
    }
    markSoon();
  }
  showUnread();
}

function markSoon() {
  if (me && may('rooms:read')) {
    Object.assign(reading(), { seen: room.last, reader: me.subject });
    markAfter(room, TOGETHER);
  }
}

/** @param {import('./room.js').Room} target */
function markAfter(target, pause) {
  readings.get(target).timer ||= setTimeout(() => mark(target), pause);
}

/** One leaves the room, or the page goes out of sight. */
export function markNow() {
  const timer = reading()?.timer;
  if (timer) {
    clearTimeout(timer);
    mark(room);
  }
}

/**
 * Says how far one has read in a room, if there was something of others to read.
 *
 * @param {import('./room.js').Room} target
 */
async function mark(target) {
  const now = readings.get(target);
  now.timer = 0;
  if (now.marker === null || now.reader !== me?.subject || !othersAfter(target, now.marker).some(({ sequence }) => sequence <= now.seen)) {
    return;
  }
  const before = now.marker;
  now.marker = now.seen;
  try {
    await api(`/api/rooms/${encodeURIComponent(target.id)}/marker`, { method: 'PUT', body: { upTo: now.seen } });
  } catch (problem) {
    if (!(problem instanceof Problem)) {
      throw problem;
    }
    if (problem.isTemporary) {
      now.marker = before;
      markAfter(target, problem.retryAfterMs);
    }
  }
}

$('log').addEventListener('scroll', () => room && (isLooking() || reading().unseen) && looked(), { passive: true });
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    markNow();
  } else if (room) {
    looked();
  }
});
$('to-end').addEventListener('click', () => {
  goToEnd();
  looked();
  $('log').focus({ preventScroll: true });
});
