// Writing into the open room: messages and files. What is not sent yet waits with its room.

import { me } from './account.js';
import { api, upload } from './api.js';
import { $, act, isSending, say, toast } from './dom.js';
import { draw } from './log.js';
import { mentionsIn } from './mentions.js';
import { showReplying, takeReply } from './replies.js';
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
  $('attach').hidden = !me;
  showWhoMayWrite();
  showReplying();
  grow();
}

/** Who may not write is told so instead. */
export function showWhoMayWrite() {
  const hadFocus = $('composer').contains(document.activeElement);
  const why = whyNot();
  $('composer').hidden = !room || why !== '';
  $('spectator').hidden = !room || why !== '' || me !== null;
  $('read-only').hidden = why === '';
  $('read-only').textContent = why;
  if (hadFocus && why) {
    $('chat').focus();
  }
}

function whyNot() {
  if (room?.isArchived) {
    return 'This room is archived.';
  }
  return me && room?.you && !room.you.canSend && !room.you.relayed ? 'You may only read here.' : '';
}

/** Whether a message has still to be sent. */
export const isUnsent = (message) => message.content !== undefined && !message.taken;

/**
 * Sends again what a connection that was lost may have lost.
 *
 * @param {Room} target
 */
export function sendUnsent(target) {
  [...target.pending.values()]
    .filter((message) => isUnsent(message) && !message.failure && !message.byRequest)
    .forEach((message) => post(target, message));
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
    setTimeout(() => !pending.failure && target.pending.has(pending.clientId) && post(target, pending), frame.retryAfterMs);
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
  const message = { clientId: randomId(), content, mentions: mentionsIn(content), ...takeReply(), state: 'sending…', createdAt: new Date().toISOString() };
  room.pending.set(message.clientId, message);
  $('draft').value = '';
  tellTyping();
  grow();
  draw(true);
  post(room, message);
}

/**
 * On the socket a guest only watches, and so does everybody who came to a full room; what they say goes by a request.
 *
 * @param {Room} target
 */
function post(target, message) {
  message.byRequest = !me || Boolean(target.you?.relayed);
  if (message.byRequest) {
    sendByRequest(target, message);
  } else {
    target.socket?.send(message);
  }
}

/** @param {Room} target */
async function sendByRequest(target, message) {
  try {
    /** @type {Schemas['MessageView']} */
    const sent = await api(`/api/rooms/${encodeURIComponent(target.id)}/messages`, {
      method: 'POST',
      body: { content: message.content, clientId: message.clientId, replyTo: message.replyTo, mentions: message.mentions },
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
  post(room, message);
}

/** Says that this person types: not more often than needed, and once when it is over. */
function tellTyping() {
  const now = me && !room?.you?.relayed && $('draft').value ? Date.now() : 0;
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
  if (isSending(event)) {
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

/** What is not in a room yet goes with the page. */
window.addEventListener('beforeunload', (event) => {
  const waiting = [...begun.values(), ...(room ? [room] : [])].flatMap(({ pending }) => [...pending.values()]);
  if (waiting.some((message) => !message.taken)) {
    event.preventDefault();
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

/** @param {FileList} files */
function uploadAll(files) {
  if (!room) {
    toast('Open a room to upload something into it.');
  } else if (!me) {
    toast('Uploading needs a key.');
  } else if (whyNot()) {
    toast(whyNot());
  } else {
    [...files].forEach((file) => uploadFile(file));
  }
}

$('attach').addEventListener('click', () => $('file').click());
$('file').addEventListener('change', () => {
  uploadAll($('file').files);
  $('file').value = '';
});
$('chat').addEventListener('dragover', (event) => {
  if (event.dataTransfer.types.includes('Files')) {
    event.preventDefault(); // or the browser leaves the page for the file
    $('chat').classList.toggle('dropping', me !== null && room !== null);
  }
});
$('chat').addEventListener('dragleave', () => $('chat').classList.remove('dropping'));
$('chat').addEventListener('drop', (event) => {
  $('chat').classList.remove('dropping');
  if (event.dataTransfer.files.length) {
    event.preventDefault();
    uploadAll(event.dataTransfer.files);
  }
});
