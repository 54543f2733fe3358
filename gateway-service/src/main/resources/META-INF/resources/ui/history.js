// Older messages of the open room, page by page, and the one that the address names.

import { inAddress } from './address.js';
import { api } from './api.js';
import { $, act, toast } from './dom.js';
import { draw, drawNow, showRow } from './log.js';
import { newer, room } from './room.js';

/** @typedef {import('./api.js').Schemas} Schemas */
/** @typedef {import('./room.js').Room} Room */

const PAGE = 50;

/**
 * Reads messages, with what the socket told of them meanwhile; null if it told that all is another now.
 *
 * @param {Room} target
 * @param {number} [before] absent for the newest
 * @returns {Promise<Schemas['MessagePage']>}
 */
async function loadPage(target, before) {
  const query = new URLSearchParams({ limit: String(PAGE), ...(before ? { before: String(before) } : {}) });
  const { messages } = target;
  target.asked++;
  try {
    /** @type {Schemas['MessagePage']} */
    const page = await api(`/api/rooms/${encodeURIComponent(target.id)}/messages?${query}`);
    const items = page.items.map((message) => newer(target.changed.get(message.id), message));
    return messages === target.messages ? { ...page, items } : null;
  } finally {
    if (--target.asked === 0) {
      target.changed.clear();
    }
  }
}

/**
 * @param {Room} target
 * @param {number} [before] absent for the newest, before there is a socket
 * @returns {Promise<boolean>} whether it is in the list now
 */
export async function loadHistory(target, before) {
  const page = await loadPage(target, before);
  if (!page || target !== room) {
    return false;
  }
  if (before === undefined) {
    target.last = Math.max(0, ...page.items.map((message) => message.version));
  }
  target.keepPage(page, before);
  const oldest = target.oldest();
  if (!page.hasMore || page.items.some((message) => message.sequence === oldest)) {
    $('earlier').hidden = !page.hasMore;
  }
  draw(before === undefined);
  return true;
}

/**
 * Brings the message into sight that the address names, with what was said around it.
 *
 * @param {Room} target
 */
export async function showTarget(target) {
  const id = inAddress('message');
  if (!id || target !== room) {
    return;
  }
  if (!target.messages.has(id)) {
    await loadAround(target, id);
  }
  drawNow();
  /** @type {HTMLElement} */
  const row = document.querySelector(`#messages [data-message="${CSS.escape(id)}"]`);
  if (target === room && row) {
    document.querySelector('#messages .target')?.classList.remove('target');
    row.classList.add('target');
    row.tabIndex = -1;
    showRow(row);
    if (!document.activeElement?.matches('input, textarea, select')) { // where somebody writes meanwhile
      row.focus({ preventScroll: true });
    }
  }
}

/**
 * Between it and what is there already there may be messages that are not; the list says so in their place.
 *
 * @param {Room} target
 */
async function loadAround(target, id) {
  /** @type {Schemas['MessageView']} */
  let message;
  try {
    message = await api(`/api/rooms/${encodeURIComponent(target.id)}/messages/${encodeURIComponent(id)}`);
  } catch (problem) {
    if (problem.status !== 404) {
      throw problem;
    }
    toast('There is no such message in this room.');
    return;
  }
  await loadHistory(target, message.sequence + PAGE / 2);
}

$('earlier').addEventListener('click', act(async () => {
  const log = $('log');
  const fromEnd = log.scrollHeight - log.scrollTop;
  if (await loadHistory(room, room.oldest())) {
    drawNow();
    log.scrollTop = log.scrollHeight - fromEnd;
  }
}));

/** What comes before the end of a gap. */
const fillGap = act((event) => loadHistory(room, Number(event.target.value)));

$('messages').addEventListener('click', (event) => event.target.closest('.fill') && fillGap(event));
