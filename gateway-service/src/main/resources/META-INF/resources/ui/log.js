// The messages of the open room, as rows.

import { me } from './account.js';
import { $, clock, element } from './dom.js';
import { editForm, isEdited } from './edit.js';
import { contentOf, previewOnceNear, save } from './files.js';
import { markRow, withMarks } from './marks.js';
import { hasMenu, keepTabStop, menuButton } from './menu.js';
import { namesMe, partsOf } from './mentions.js';
import { reactionsOf } from './reactions.js';
import { quoteOf, quoteVersion } from './replies.js';
import { room } from './room.js';

/** @typedef {import('./api.js').Schemas} Schemas */

const SAME_SENDER_WITHIN = 5 * 60_000;

/** So near the end, in pixels, one is at the end. */
const NEAR = 80;

/** So many pixels are above the row with which the list begins. */
const ABOVE = 8;

const characters = new Intl.Segmenter();

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
  const focused = /** @type {HTMLElement} */ (document.activeElement);
  const around = $('messages').contains(focused) ? focused.closest('li').dataset : null;
  const present = new Map([...$('messages').children].map((row) => [row.dataset.row, row]));
  const rows = new Map([...wanted].map(([id, message]) => [id, present.get(id) ?? rowOf(message)]));
  present.forEach((row, id) => wanted.has(id) || row.remove());
  let previous = null;
  let place = $('messages').firstElementChild;
  wanted.forEach((message, id) => {
    const row = rows.get(id);
    row.dataset.row = id;
    if (!isMark(message)) {
      const goesOn = follows(previous, message);
      row.classList.toggle('first', !goesOn);
      row.querySelector('.who').classList.toggle('sr', goesOn);
      row.querySelector('.avatar').classList.toggle('sr', goesOn);
    }
    if (row === place) {
      place = place.nextElementSibling;
    } else {
      $('messages').insertBefore(row, place);
    }
    previous = isMark(message) ? null : message;
  });
  keepTabStop();
  if (around && !focused.isConnected) {
    focusOn(around, focused.dataset.control);
  }
  showWhetherEmpty();
  stayAtEnd();
}

function stayAtEnd() {
  if (atEnd) {
    const log = $('log');
    log.scrollTop = log.scrollHeight;
    top = log.scrollTop;
  }
}

/**
 * Its row was drawn anew, or is gone.
 *
 * @param {DOMStringMap} row
 */
function focusOn({ message, upload }, control = 'more') {
  const [name, id] = upload ? ['upload', upload] : ['message', message];
  const row = id ? $('messages').querySelector(`[data-${name}="${CSS.escape(id)}"]`) : null;
  const next = row?.querySelector(`[data-control="${CSS.escape(control)}"]`) ?? row?.querySelector('.more') ?? $('log');
  next.focus({ preventScroll: true });
}

/** Away from the end leads only the way up: pictures that come make the list longer, too. */
function scrolled() {
  const log = $('log');
  atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR || (atEnd && log.scrollTop >= top);
  top = log.scrollTop;
}

$('log').addEventListener('scroll', scrolled, { passive: true });

/**
 * Brings a row into sight.
 *
 * @param {HTMLElement} row
 */
export function showRow(row) {
  row.scrollIntoView({ block: 'center' });
  scrolled(); // which browsers tell later
}

/** Brings the newest into sight. */
export function goToEnd() {
  atEnd = true;
  stayAtEnd();
}

/**
 * Begins with a row, if there is more behind it than is to be seen.
 *
 * @param {HTMLElement} row
 * @returns {boolean} whether there is
 */
export function showAtTop(row) {
  const log = $('log');
  if (!row || row.offsetTop >= log.scrollTop) {
    return false;
  }
  log.scrollTop = row.offsetTop - ABOVE;
  top = log.scrollTop;
  atEnd = false;
  return true;
}

/** What comes and goes below the list makes it shorter, pictures that come make what is in it longer. */
const resized = new ResizeObserver(stayAtEnd);
resized.observe($('log'));
resized.observe($('messages'));

/** A room that is not open has nothing in it either. */
export function showWhetherEmpty() {
  $('empty').hidden = room !== null && room.messages.size + room.pending.size > 0;
}

/** What is to be seen, from the oldest to what is not sent yet; another row has another id. */
function wantedRows() {
  /** @type {any[]} */
  const messages = [...room.messages.values()].sort((a, b) => a.sequence - b.sequence);
  const rows = messages.flatMap((message) => (room.gaps.has(message.sequence) ? [{ gap: message.sequence }, message] : [message]));
  return new Map(withMarks([...rows, ...room.pending.values()]).map((message) => [idOf(message), message]));
}

/** What stands between messages. */
const isMark = (message) => message.gap || message.mark;

function idOf(message) {
  if (message.mark) {
    return message.mark;
  }
  if (message.gap) {
    return `gap-${message.gap}`;
  }
  if (message.id && isEdited(message)) {
    return `${message.id}-edited`;
  }
  return message.id ? `${message.id}-${message.version}-${quoteVersion(message)}` : `pending-${message.clientId}-${message.failure ?? message.state}-${quoteVersion(message)}`;
}

function rowOf(message) {
  if (message.mark) {
    return markRow(message);
  }
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
  const who = element('div', { className: 'who' }, element('b', { textContent: sender.handle, dir: 'auto' }), clock(message.createdAt));
  const at = clock(message.createdAt);
  at.className = 'at';
  at.ariaHidden = 'true';
  return element('li', { className: 'message' }, avatar, at, element('div', {}, who, ...content));
}

/** With what the first two words of a name begin: characters as people see them. */
function initials(handle) {
  const words = handle.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean).slice(0, 2);
  return words.map((word) => [...characters.segment(word)][0].segment.toUpperCase()).join('') || '?';
}

/** @param {Schemas['MessageView']} message */
function messageRow(message) {
  const row = frameRow(message, ...(isEdited(message) ? [editForm(message)] : contentsOf(message)));
  row.classList.toggle('names-me', namesMe(message));
  if (hasMenu(message)) {
    row.append(menuButton(message));
  }
  return row;
}

/** @param {Schemas['MessageView']} message */
function contentsOf(message) {
  if (message.deleted || message.hidden) {
    const state = message.deleted ? 'This message was deleted.' : 'Hidden by the moderation.';
    return [element('p', { className: 'state', textContent: state })];
  }
  return [
    quoteOf(message),
    message.content ? element('p', { className: 'text', dir: 'auto' }, ...partsOf(message)) : null,
    message.editedAt ? element('p', { className: 'state', textContent: 'edited' }) : null,
    message.attachment ? attachmentOf(message.attachment) : null,
    message.reactions ? reactionsOf(message) : null,
  ];
}

/**
 * Of a message to which something happened it is the one that is there: its picture is not asked for again.
 *
 * @param {Schemas['Attachment']} attachment
 */
function attachmentOf(attachment) {
  const present = $('messages').querySelector(`[data-file="${CSS.escape(attachment.fileId)}"]`);
  if (present) {
    return present;
  }
  const open = element('button', { type: 'button', className: 'link', textContent: attachment.name, dir: 'auto' });
  open.addEventListener('click', () => save({ path: contentOf(attachment.fileId), name: attachment.name }));
  const image = element('img', { alt: `Preview of ${attachment.name}`, hidden: true });
  const node = element('div', { className: 'attachment' }, image, open, element('span', { className: 'hint', textContent: attachment.type || '' }));
  node.dataset.file = attachment.fileId;
  if (attachment.type?.startsWith('image/')) {
    previewOnceNear(node, image, attachment.fileId);
  }
  return node;
}

function pendingRow(message) {
  const row = frameRow(
    message,
    quoteOf(message),
    element('p', { className: 'text', dir: 'auto' }, ...(message.file ? [message.file] : partsOf(message))),
    message.share === undefined || message.share >= 1 || message.failure ? null : element('progress', { max: 1, value: message.share, ariaLabel: `Upload of ${message.file}` }),
    pendingState(message),
  );
  row.classList.add(message.failure ? 'failed' : 'pending');
  row.dataset.upload = message.clientId;
  return row;
}

/** What can be done with a message that is not sent; nothing while it is on its way. */
function whatToDo({ failure, bytes, timer }) {
  if (bytes) {
    return failure ? [['again', 'Try again'], ['discard', 'Discard']] : [['discard', 'Cancel']];
  }
  const changes = [['edit', 'Edit'], ['discard', 'Discard']];
  return failure ? [['again', 'Try again'], ...changes] : timer ? changes : [];
}

function pendingState(message) {
  const state = element('p', { className: 'state', textContent: message.failure ? `Not sent: ${message.failure} ` : `${message.state} ` });
  state.append(...whatToDo(message).map(([does, textContent]) => {
    const button = element('button', { type: 'button', className: 'link', textContent, ariaLabel: message.file ? `${textContent}: ${message.file}` : null });
    Object.assign(button.dataset, { pending: message.clientId, control: does, does });
    return button;
  }));
  return state;
}
