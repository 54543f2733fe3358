// The messages of the open room, as rows.

import { me } from './account.js';
import { $, element, time } from './dom.js';
import { contentOf, preview, save } from './files.js';
import { room } from './room.js';

/** @typedef {import('./api.js').Schemas} Schemas */

const SAME_SENDER_WITHIN = 5 * 60_000;

/** So near the end, in pixels, one is at the end. */
const NEAR = 80;

let due = 0; // an animation frame

let atEnd = true; // whether the newest is in sight, and is to stay so
let top = 0; // where the list was scrolled to

/** Whether who reads has the newest messages in sight. */
export const isAtEnd = () => atEnd;

/** Brings the list up to date before the browser shows the page next, however often it is asked for until then. */
export function draw(toEnd = false) {
  atEnd ||= toEnd;
  due ||= requestAnimationFrame(drawNow);
}

/** Brings the list up to date; rows that are there stay, so that nothing flickers and the focus is not lost. */
export function drawNow() {
  cancelAnimationFrame(due);
  due = 0;
  if (!room) {
    return;
  }
  const wanted = wantedRows();
  const present = new Map([...$('messages').children].map((row) => [row.dataset.row, row]));
  present.forEach((row, id) => wanted.has(id) || row.remove());
  let previous = null;
  let place = $('messages').firstElementChild;
  wanted.forEach((message, id) => {
    const row = present.get(id) ?? rowOf(message);
    row.dataset.row = id;
    if (!message.gap) {
      const goesOn = follows(previous, message);
      row.classList.toggle('first', !goesOn);
      row.querySelector('.who').toggleAttribute('hidden', goesOn);
      row.querySelector('.avatar').classList.toggle('sr', goesOn);
    }
    if (row === place) {
      place = place.nextElementSibling;
    } else {
      $('messages').insertBefore(row, place);
    }
    previous = message.gap ? null : message;
  });
  showWhetherEmpty();
  if (atEnd) {
    const log = $('log');
    log.scrollTop = log.scrollHeight;
    top = log.scrollTop;
  }
}

/** Away from the end leads only the way up: pictures that come make the list longer, too. */
$('log').addEventListener('scroll', () => {
  const log = $('log');
  atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR || (atEnd && log.scrollTop >= top);
  top = log.scrollTop;
}, { passive: true });

/** A room that is not open has nothing in it either. */
export function showWhetherEmpty() {
  $('empty').hidden = room !== null && room.messages.size + room.pending.size > 0;
}

/** What is to be seen, from the oldest to what is not sent yet; another row has another id. */
function wantedRows() {
  /** @type {any[]} */
  const messages = [...room.messages.values()].sort((a, b) => a.sequence - b.sequence);
  const rows = messages.flatMap((message) => (room.gaps.has(message.sequence) ? [{ gap: message.sequence }, message] : [message]));
  return new Map([...rows, ...room.pending.values()].map((message) => [idOf(message), message]));
}

function idOf(message) {
  if (message.gap) {
    return `gap-${message.gap}`;
  }
  return message.id ? `${message.id}-${message.version}` : `pending-${message.clientId}-${message.failure ?? message.state}`;
}

function rowOf(message) {
  if (message.gap) {
    return element('li', {}, element('button', { type: 'button', value: message.gap, className: 'fill quiet wide', textContent: 'Show what was said between' }));
  }
  const row = message.id ? messageRow(message) : pendingRow(message);
  row.dataset.message = message.id ?? '';
  return row;
}

function senderOf(message) {
  return message.sender || { subject: me?.subject || '', handle: me?.handle || '' };
}

function follows(previous, message) {
  return previous !== null
    && senderOf(previous).subject === senderOf(message).subject
    && Date.parse(message.createdAt) - Date.parse(previous.createdAt) < SAME_SENDER_WITHIN;
}

/** A colour that belongs to somebody. */
function hue(subject) {
  let hash = 0;
  for (const c of subject) {
    hash = (hash * 31 + c.codePointAt(0)) % 360;
  }
  return hash;
}

function frameRow(message, ...content) {
  const sender = senderOf(message);
  const avatar = element('span', { className: 'avatar', ariaHidden: 'true', textContent: initials(sender.handle) });
  avatar.style.background = `hsl(${hue(sender.subject)} 75% 72%)`;
  const who = element('div', { className: 'who' }, element('b', { textContent: sender.handle }), time(message.createdAt));
  return element('li', { className: 'message' }, avatar, element('div', {}, who, ...content));
}

function initials(handle) {
  return handle.split(/[^\p{L}\p{N}]+/u).slice(0, 2).map((part) => part.charAt(0).toUpperCase()).join('') || '?';
}

/** @param {Schemas['MessageView']} message */
function messageRow(message) {
  if (message.deleted || message.hidden) {
    const state = message.deleted ? 'This message was deleted.' : 'Hidden by the moderation.';
    return frameRow(message, element('p', { className: 'state', textContent: state }));
  }
  return frameRow(
    message,
    message.content ? element('p', { className: 'text', textContent: message.content }) : null,
    message.editedAt ? element('p', { className: 'state', textContent: 'edited' }) : null,
    message.attachment ? attachmentOf(message.attachment) : null,
    message.reactions ? element('p', { className: 'reactions' }, ...message.reactions.map(reactionOf)) : null,
  );
}

/** @param {Schemas['ReactionView']} reaction */
function reactionOf(reaction) {
  return element('span', { textContent: `${reaction.emoji} ${reaction.count}` });
}

/** @param {Schemas['Attachment']} attachment */
function attachmentOf(attachment) {
  const open = element('button', { type: 'button', className: 'link', textContent: attachment.name });
  open.addEventListener('click', () => save({ path: contentOf(attachment.fileId), name: attachment.name }));
  const image = element('img', { alt: `Preview of ${attachment.name}`, hidden: true });
  if (attachment.type?.startsWith('image/')) {
    preview(image, attachment.fileId);
  }
  return element('div', { className: 'attachment' }, image, open, element('span', { className: 'hint', textContent: attachment.type || '' }));
}

function pendingRow(message) {
  const row = frameRow(
    message,
    element('p', { className: 'text', textContent: message.content ?? message.file }),
    message.share === undefined || message.share >= 1 || message.failure ? null : element('progress', { max: 1, value: message.share, ariaLabel: `Upload of ${message.file}` }),
    pendingState(message),
  );
  row.classList.add(message.failure ? 'failed' : 'pending');
  row.dataset.upload = message.clientId;
  return row;
}

function pendingState(message) {
  const state = element('p', { className: 'state', textContent: message.failure ? `Not sent: ${message.failure} ` : `${message.state} ` });
  const buttons = message.failure
    ? [['again', 'Try again'], message.bytes ? null : ['edit', 'Edit'], ['discard', 'Discard']]
    : [message.bytes ? ['discard', 'Cancel'] : null];
  state.append(...buttons.filter(Boolean).map(([does, textContent]) => {
    const button = element('button', { type: 'button', className: 'link', textContent, ariaLabel: message.file ? `${textContent}: ${message.file}` : null });
    Object.assign(button.dataset, { pending: message.clientId, does });
    return button;
  }));
  return state;
}
