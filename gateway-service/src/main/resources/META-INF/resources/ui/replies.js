// Replies: what one replies to, and the line above a reply that leads to what it answers.

import { me } from './account.js';
import { fragment, goTo } from './address.js';
import { api } from './api.js';
import { $, element } from './dom.js';
import { excerpt } from './excerpt.js';
import { draw } from './log.js';
import { room } from './room.js';

/** @typedef {import('./api.js').Schemas} Schemas */

/**
 * What is to be answered in each room, by whom.
 *
 * @type {Map<string, {message: Schemas['MessageView'], by: string}>}
 */
const chosen = new Map();

/**
 * What was answered and is not in the list, by rooms and ids; null for what is not to be had.
 *
 * @type {WeakMap<import('./room.js').Room, Map<string, Schemas['MessageView']>>}
 */
const brought = new WeakMap();

// --- replying ---------------------------------------------------------------------------------------------------

const present = () => {
  const one = chosen.get(room?.id);
  return one?.by === me?.subject ? one : undefined; // it is not for who comes next
};

/** @param {Schemas['MessageView']} message */
export function reply(message) {
  chosen.set(room.id, { message, by: me?.subject });
  showReplying();
  $('draft').focus();
}

/** Says above the composer what one replies to, if anything. */
export function showReplying() {
  const one = present();
  $('replying').hidden = one === undefined || $('composer').hidden;
  $('replying-to').textContent = one ? `Replying to ${one.message.sender.handle}: ${excerpt(one.message)}` : '';
}

/** What the message that is sent now answers; the next one does not. */
export function takeReply() {
  const one = present();
  endReply();
  return one ? { replyTo: one.message.id } : {};
}

function endReply() {
  chosen.delete(room?.id);
  showReplying();
}

$('replying-end').addEventListener('click', () => {
  endReply();
  $('draft').focus();
});
$('draft').addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented && present()) {
    endReply();
  }
});

// --- replies ----------------------------------------------------------------------------------------------------

/** Undefined while it is on its way, null if it is not to be had. */
export const answeredBy = ({ replyTo }) => room.messages.get(replyTo) ?? brought.get(room)?.get(replyTo);

/** Another one where the line above a message is another. */
export const quoteVersion = (message) => (message.replyTo ? answeredBy(message)?.version ?? '' : '');

/** The line above a reply that says what it answers, and leads there; null for what is none. */
export function quoteOf(message) {
  if (!message.replyTo) {
    return null;
  }
  const answered = answeredBy(message);
  if (answered === undefined) {
    bring(message.replyTo);
  }
  const text = answered ? `${answered.sender.handle}: ${excerpt(answered)}` : 'a message';
  const link = element(
    'a',
    { className: 'quote', href: fragment(room.id, message.replyTo), dir: 'auto' },
    element('span', { className: 'sr', textContent: 'Reply to ' }),
    text,
  );
  link.dataset.control = 'quote';
  return link;
}

async function bring(id) {
  const target = room;
  const known = brought.get(target) ?? new Map();
  brought.set(target, known);
  if (known.has(id)) {
    return; // it was asked for
  }
  known.set(id, undefined);
  try {
    known.set(id, await api(`/api/rooms/${encodeURIComponent(target.id)}/messages/${encodeURIComponent(id)}`));
  } catch (problem) {
    if (problem.isTemporary) {
      known.delete(id); // which is asked for with the next row
    } else {
      known.set(id, null); // the line leads there all the same
    }
  }
  if (target === room) {
    draw();
  }
}

/**
 * Something happened to a message, which may be one that was answered.
 *
 * @param {Schemas['MessageView']} message
 */
export function quotedChanged(message) {
  const known = brought.get(room);
  if (known?.get(message.id)) {
    known.set(message.id, message);
  }
  const one = chosen.get(room.id);
  if (one?.message.id === message.id) {
    one.message = message;
    showReplying();
  }
}

$('messages').addEventListener('click', (event) => {
  const link = event.target.closest('.quote');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    const wanted = new URLSearchParams(link.hash.slice(1));
    goTo(wanted.get('room'), wanted.get('message')); // also where the address names it already
  }
});
