// The list of rooms, and making one.

import { me } from './account.js';
import { goTo } from './address.js';
import { api, Problem } from './api.js';
import { $, act, actOnce, element, toast } from './dom.js';
import { unreadBadge } from './unread.js';

/** @typedef {import('./api.js').Schemas} Schemas */

const GLYPHS = { chat: '#', narrative: '¶', canvas: '▦', generation: '✦' };

let next = null; // cursor
let questions = 0; // how often the list was asked for: the last answer counts
let marked = null; // the room that is open

/**
 * The open room, as it was told of last.
 *
 * @type {Schemas['RoomView']}
 */
let told = null;

let reader; // whose list is shown; undefined before there is one

export async function loadRooms(more = false) {
  const cursor = more ? next : null;
  const question = ++questions;
  /** @type {Schemas['PageRoomView']} */
  let page;
  try {
    page = await api(`/api/rooms${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`);
  } catch (problem) {
    if (question === questions) {
      if (reader !== me) {
        showNone(problem); // rather than what another one may see
      }
      if (problem.isTemporary) {
        setTimeout(() => question === questions && loadRooms(more).catch(sayNothing), problem.retryAfterMs);
      }
    }
    throw problem;
  }
  if (question !== questions) {
    return;
  }
  reader = me;
  next = page.nextCursor || null;
  $('rooms-more').hidden = !next;
  const rows = page.items.map(roomRow);
  if (more) {
    $('rooms').append(...rows);
  } else {
    $('rooms').replaceChildren(...(rows.length ? rows : [element('li', { className: 'none', textContent: 'No rooms yet. Create the first.' })]));
  }
}

/** Says why there is no list. */
function showNone(problem) {
  const text = `The rooms cannot be read.${problem.isTemporary ? ' Trying again soon.' : ''}`;
  $('rooms').replaceChildren(element('li', { className: 'failed', textContent: text }));
  $('rooms-more').hidden = true;
}

/** That was said the first time. */
function sayNothing(problem) {
  if (!(problem instanceof Problem)) {
    throw problem;
  }
}

/**
 * Shows a room where there seemed to be none.
 *
 * @param {Schemas['RoomView']} item
 */
export function addFirstRoom(item) {
  $('rooms').querySelector('.none')?.replaceWith(roomRow(item));
}

/** Shows which room is open; null for none. */
export function markRoom(id) {
  marked = id;
  /** @type {NodeListOf<HTMLElement>} */
  const buttons = document.querySelectorAll('#rooms button');
  buttons.forEach((button) => (button.ariaCurrent = String(button.dataset.room === marked)));
}

/**
 * Shows what the open room is like now, if the list has it.
 *
 * @param {Schemas['RoomView']} item
 */
export function showChanged(item) {
  told = item;
  const button = rowOf(item.id);
  if (button) {
    fill(button, item);
  }
}

/** @returns {HTMLElement} the button of a room; null where the list does not have it */
const rowOf = (id) => document.querySelector(`#rooms [data-room="${CSS.escape(id)}"]`);

/** What the list says may be older than what the room has told. */
const newest = (item) => (told?.id === item.id && told.lastSequence >= item.lastSequence ? told : item);

/** @param {Schemas['RoomView']} item */
function fill(button, item) {
  const states = [item.visibility === 'private' ? 'private' : null, item.archived ? 'archived' : null].filter(Boolean);
  button.replaceChildren(...[
    element('span', { className: 'glyph', textContent: GLYPHS[item.kind] || '#', ariaHidden: 'true' }),
    element('span', { textContent: item.name, dir: 'auto' }),
    states.length ? element('small', { textContent: states.join(', ') }) : null,
    unreadBadge(item.id),
  ].filter((node) => node !== null));
}

/** @param {Schemas['RoomView']} item */
function roomRow(item) {
  const button = element('button', { type: 'button' });
  fill(button, newest(item));
  button.dataset.room = item.id;
  button.ariaCurrent = String(item.id === marked);
  button.addEventListener('click', () => goTo(item.id));
  return element('li', {}, button);
}

$('rooms-reload').addEventListener('click', act(() => loadRooms()));
$('rooms-more').addEventListener('click', act(() => loadRooms(true)));
$('room-form').addEventListener('submit', actOnce(async () => {
  if (!me) {
    toast('Creating a room needs a key: take one above, it is one click.');
    return;
  }
  const made = await api('/api/rooms', {
    method: 'POST',
    body: { name: $('room-name').value.trim(), visibility: $('room-private').checked ? 'private' : 'public' },
  });
  $('room-form').reset();
  goTo(made.id);
  await loadRooms();
  if (!rowOf(made.id)) {
    $('rooms').querySelector('.none')?.remove();
    $('rooms').prepend(roomRow(made)); // lists follow a moment later
  }
}));
