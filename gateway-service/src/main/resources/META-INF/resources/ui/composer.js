// Writing into the open room: messages and files. What is not sent yet waits with its room.

import { me } from './account.js';
import { api, upload } from './api.js';
import { $, act, say } from './dom.js';
import { draw } from './log.js';
import { room } from './room.js';

/** @typedef {import('./api.js').Schemas} Schemas */
/** @typedef {import('./room.js').Room} Room */

const TYPING_EVERY = 3_000;

/** What may be sent again so soon, in milliseconds, is sent again by itself. */
const SEND_AGAIN_WITHIN = 10_000;

/** What was begun in rooms that are not open, by their ids: a draft, and what is not in the room yet. */
const begun = new Map();

let writer = null; // whose words these are

/** What was begun in a room when it was open last. */
export function begunIn(id) {
  return begun.get(id) ?? { draft: '', pending: new Map() };
}

/** What is begun in the open room waits until it is opened again. */
export function putAside() {
  room.dropTaken();
  const draft = $('draft').value;
  if (draft || room.pending.size) {
    begun.set(room.id, { draft, pending: room.pending });
  } else {
    begun.delete(room.id);
  }
  $('draft').value = '';
}

/** What somebody has begun to write is not for who comes next; what a visitor wrote stays theirs when they get a name. */
export function forgetOthers() {
  if (writer && writer !== me?.subject) {
    begun.clear();
    document.querySelectorAll('form').forEach((form) => form.reset());
  }
  writer = me?.subject ?? null;
}

export function showComposer(draft) {
  $('draft').value = draft;
  $('composer').hidden = !room;
  $('attach').hidden = !me;
  $('spectator').hidden = !room || me !== null;
  grow();
}

/** Whether a message has still to be sent. */
export const isUnsent = (message) => message.content !== undefined && !message.taken;

/**
 * What a connection that has come back is to send.
 *
 * @param {Room} target
 */
export function unsentOf(target) {
  return [...target.pending.values()].filter((message) => isUnsent(message) && !message.failure && !message.asGuest);
}

/** The room has taken a message; it may have been there before. */
export function acknowledged(frame) {
  const pending = room.pending.get(frame.clientId);
  if (pending) {
    pending.state = 'sent';
    pending.taken = true;
    if (frame.sequence <= room.last) {
      room.pending.delete(frame.clientId);
    }
    draw();
  }
}

/**
 * The room has not taken a message.
 *
 * @returns {boolean} whether that is said beside it
 */
export function refused(frame, detail) {
  const pending = room.pending.get(frame.clientId);
  if (!pending) {
    return false;
  }
  if (frame.retryAfterMs <= SEND_AGAIN_WITHIN) {
    const target = room;
    pending.state = `${detail} Trying again…`;
    setTimeout(() => !pending.failure && target.pending.has(pending.clientId) && target.socket?.send(pending), frame.retryAfterMs);
  } else {
    fail(pending, detail);
  }
  draw();
  return true;
}

function fail(message, why) {
  message.failure = why;
  say(`Not sent: ${why}`);
}

// --- messages ---------------------------------------------------------------------------------------------------

function send() {
  const content = $('draft').value.trim();
  if (!content || !room) {
    return;
  }
  const message = { clientId: randomId(), content, state: 'sending…', createdAt: new Date().toISOString() };
  room.pending.set(message.clientId, message);
  $('draft').value = '';
  tellTyping();
  grow();
  draw(true);
  post(message);
}

function post(message) {
  if (me) {
    message.asGuest = false;
    room.socket?.send(message);
  } else {
    sendAsGuest(room, message);
  }
}

/**
 * On the socket a guest only watches; what a guest says goes by a request.
 *
 * @param {Room} target
 */
async function sendAsGuest(target, message) {
  message.asGuest = true;
  try {
    /** @type {Schemas['MessageView']} */
    const sent = await api(`/api/rooms/${encodeURIComponent(target.id)}/messages`, {
      method: 'POST',
      body: { content: message.content, clientId: message.clientId },
    });
    target.pending.delete(message.clientId);
    if (isOpen(target)) {
      room.keep(sent);
    }
  } catch (problem) {
    fail(message, problem.message);
  }
  if (isOpen(target)) {
    draw();
  }
}

/**
 * Whether this room is open, or was opened again: what waits in it is the same.
 *
 * @param {Room} target
 */
const isOpen = (target) => target.id === room?.id;

function tryAgain(button) {
  const message = room.pending.get(button.dataset.pending);
  delete message.failure;
  draw();
  post(message);
}

/** Says that this person types: not more often than needed, and once when it is over. */
function tellTyping() {
  const now = me && $('draft').value ? Date.now() : 0;
  if (room && (now === 0) !== (room.typedAt === 0) || now - room?.typedAt > TYPING_EVERY) {
    room.typedAt = now;
    room.socket?.typing(now !== 0);
  }
}

function grow() {
  const draft = $('draft');
  draft.style.height = 'auto';
  draft.style.height = `${Math.min(draft.scrollHeight + 2, 144)}px`;
}

function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}

$('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  send();
  $('draft').focus();
});
$('draft').addEventListener('input', grow);
$('draft').addEventListener('input', tellTyping);
$('draft').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  }
});
$('messages').addEventListener('click', (event) => {
  const again = event.target.closest('.again');
  if (again) {
    tryAgain(again);
  }
});

// --- files ------------------------------------------------------------------------------------------------------

const uploadFile = act(async (file) => {
  const target = room;
  const local = randomId();
  const entry = { clientId: local, file: file.name, share: 0, state: 'uploading…', createdAt: new Date().toISOString() };
  target.pending.set(local, entry);
  draw(true);
  try {
    const stored = await upload(file, target.id, (share) => {
      entry.share = share;
      /** @type {HTMLProgressElement} */
      const bar = document.querySelector(`[data-upload="${local}"] progress`);
      if (bar) {
        bar.value = share;
      }
    });
    const arrived = (message) => message.attachment?.fileId === stored.id;
    if (isOpen(target) && ![...room.messages.values()].some(arrived)) {
      const state = 'stored; being prepared…';
      target.pending.set(stored.id, { ...entry, clientId: stored.id, share: 1, taken: true, state });
      say(`${file.name}: ${state}`);
    }
  } finally {
    target.pending.delete(local);
    if (isOpen(target)) {
      draw();
    }
  }
});

$('attach').addEventListener('click', () => $('file').click());
$('file').addEventListener('change', () => {
  if ($('file').files.length) {
    uploadFile($('file').files[0]);
    $('file').value = '';
  }
});
$('chat').addEventListener('dragover', (event) => {
  if (me && room && event.dataTransfer.types.includes('Files')) {
    event.preventDefault();
    $('chat').classList.add('dropping');
  }
});
$('chat').addEventListener('dragleave', () => $('chat').classList.remove('dropping'));
$('chat').addEventListener('drop', (event) => {
  $('chat').classList.remove('dropping');
  if (me && room && event.dataTransfer.files.length) {
    event.preventDefault();
    uploadFile(event.dataTransfer.files[0]);
  }
});
