// Writing into the open room: messages and files. What is not sent yet waits with its room.

import { me, whenLeaving } from './account.js';
import { api } from './api.js';
import { $, isSending, randomId, say } from './dom.js';
import { beginDraft, draftEnded, draftElsewhere, draftNotEnded, draftToEnd, forgetDrafts, keepDraft, readDraft, savedDraft, saveDrafts } from './drafts.js';
import { draw } from './log.js';
import { mentionsIn, stopSuggesting } from './mentions.js';
import { loadMembers } from './people.js';
import { answeredBy, reply, showReplying, takeReply } from './replies.js';
import { room } from './room.js';
import { tab } from './storage.js';
import { cancelUpload, uploadAgain, uploadAll } from './uploads.js';

/** @typedef {import('./api.js').Schemas} Schemas */
/** @typedef {import('./room.js').Room} Room */

const TYPING_EVERY = 3_000;

/** What may be sent again so soon, in milliseconds, is sent again by itself. */
const SEND_AGAIN_WITHIN = 60_000;

/** Answers that say when. */
const WITH_TIME = [429, 503];

/** Where the tab keeps what was begun: for the same person it outlives that the page is loaded anew, or the session ends. */
const BEGUN = 'atrium.begun';
const VISITOR = '';

/** What was begun in rooms that are not open, by their ids: a draft, what of it was saved, and what is not in the room yet. */
const begun = new Map();

let writer = null; // whose words these are
let isRead = false; // whether the tab was asked what it has

/** What was begun in a room when it was open last. */
export function begunIn(id) {
  return begun.get(id) ?? { draft: '', saved: null, pending: new Map() };
}

/** What is begun in the open room waits until it is opened again. */
export function putAside() {
  room.dropTaken();
  note();
  saveDrafts();
  $('draft').value = '';
}

function note() {
  const draft = $('draft').value;
  if (draft || room.pending.size) {
    begun.set(room.id, { draft, saved: savedDraft(room.id), pending: room.pending });
  } else {
    begun.delete(room.id);
  }
}

/** What somebody has begun to write is not for who comes next; what a visitor wrote stays theirs when they get a name. */
export function forgetOthers() {
  const subject = me?.subject ?? null;
  if (writer && writer !== subject) {
    keepBegun();
    dropBegun();
    document.querySelectorAll('form').forEach((form) => form.reset());
  }
  if (subject !== writer || !isRead) {
    forgetDrafts();
    takeBegun(subject);
  }
  writer = subject;
  isRead = true;
}

/** The tab keeps what was begun, files aside: nobody else finds it there. */
function keepBegun() {
  if (!isRead) {
    return; // what it has is not known yet
  }
  const asBegun = ({ state, failure, byRequest, timer, ...message }) => message;
  const rooms = [...begun].map(([id, { draft, saved, pending }]) => ({ id, draft, saved, messages: [...pending.values()].filter(isUnsent).map(asBegun) }));
  const wanted = rooms.filter(({ draft, messages }) => draft || messages.length);
  tab.set(BEGUN, JSON.stringify({ ...kept(), [writer ?? VISITOR]: wanted }));
}

/** What the tab keeps of each writer. */
const kept = () => JSON.parse(tab.get(BEGUN) ?? '{}');

/** Brings back what the same person, or a visitor, had begun; others' is thrown away once somebody else is there. */
function takeBegun(subject) {
  const { [VISITOR]: visitors = [], ...persons } = kept();
  const rooms = [...(persons[subject] ?? []), ...visitors];
  tab.set(BEGUN, JSON.stringify(subject ? {} : persons));
  rooms.forEach(({ id, draft, saved, messages }) => {
    const here = begunIn(id);
    const pending = new Map([...messages.map((message) => [message.clientId, { ...message, state: 'sending…' }]), ...here.pending]);
    const drafts = new Set([draft, here.draft].filter(Boolean));
    begun.set(id, { draft: [...drafts].join('\n'), saved: saved ?? here.saved, pending });
  });
}

/** Files that are on their way are not for who comes next either. */
function dropBegun() {
  begun.forEach(({ pending }) => {
    pending.forEach((entry) => entry.ending?.abort());
    pending.clear();
  });
  begun.clear();
  forgetDrafts();
}

/** Who signs out leaves nothing behind. */
function forgetBegun() {
  if (room) {
    note();
    room.pending = new Map();
  }
  dropBegun();
  $('draft').value = '';
  tab.remove(BEGUN);
}

whenLeaving(forgetBegun);

/** The page may go, and not come back. If it stays so long, the tab also knows what is saved. */
async function leavePage() {
  noteAll();
  await saveDrafts();
  noteAll();
}

function noteAll() {
  if (room) {
    note();
  }
  keepBegun();
}

window.addEventListener('pagehide', leavePage);
document.addEventListener('visibilitychange', () => document.hidden && leavePage());

/**
 * Shows the draft that is kept of the open room, unless something else is written that is not.
 *
 * @param {Room} target
 */
export async function bringDraft(target) {
  const draft = await readDraft(target.id);
  if (target === room && draft !== null && draft !== $('draft').value) {
    setDraft(draft);
  }
}

/** A draft was changed on another of one's devices. */
export function showDraft(frame) {
  const text = draftElsewhere(room.id, frame);
  if (text !== null) {
    setDraft(text);
  }
}

/** The field has other words now, which were not typed just now: whom they name must be known before they are sent. */
function setDraft(text) {
  $('draft').value = text;
  stopSuggesting();
  grow();
  if (me && text.includes('@')) {
    loadMembers();
  }
}

export function showComposer(draft, saved) {
  if (room) {
    beginDraft(room.id, draft, saved);
  }
  $('attach').hidden = !me;
  showWhoMayWrite();
  setDraft(draft);
}

/** Who may not write is told so instead. */
export function showWhoMayWrite() {
  const hadFocus = $('composer').contains(document.activeElement);
  const why = whyNot();
  $('composer').hidden = !room || why !== '';
  $('spectator').hidden = !room || why !== '' || me !== null;
  $('read-only').hidden = why === '';
  $('read-only').textContent = why;
  $('open-again').hidden = !room?.closedWhy;
  showReplying();
  if (hadFocus && why) {
    $('chat').focus();
  }
}

/**
 * The room does not come back by itself: nothing more is sent there.
 *
 * @param {string} why
 */
export function closeRoom(why) {
  room.closedWhy = why;
  [...room.pending.values()]
    .filter((message) => isUnsent(message) && !message.failure && !message.byRequest)
    .forEach((message) => fail(message, whyNot()));
  showWhoMayWrite();
  draw();
}

function whyNot() {
  if (room?.closedWhy) {
    return `The room is closed: ${room.closedWhy}.`;
  }
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
    .forEach((message) => {
      endWithout(target, message);
      post(target, message);
    });
  draw();
}

/**
 * A message that was to end the draft was perhaps not taken, so that the draft is still kept: another try does not end it.
 *
 * @param {Room} target
 */
function endWithout(target, message) {
  if (message.ended) {
    draftNotEnded(target.id, message.ended);
    delete message.ended;
    bringDraft(target);
  }
}

/** The room has taken a message; it may have been there before. */
export function acknowledged(frame) {
  const pending = room.pending.get(frame.clientId);
  if (pending) {
    stopWaiting(pending);
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
  endWithout(room, pending);
  failOrWait(room, pending, detail, frame.retryAfterMs);
  draw();
  return true;
}

/**
 * A message was not taken. If it may be soon it is sent again by itself, unless somebody else is there by then, or the room is
 * open no more: there it waits until it is opened again.
 *
 * @param {Room} target
 * @param {number} [pause] before it may be sent again, in milliseconds; absent if it may not
 */
function failOrWait(target, message, why, pause) {
  if (!(pause <= SEND_AGAIN_WITHIN)) {
    fail(message, why);
    return;
  }
  const sender = me?.subject;
  message.byRequest = false; // nothing of it is on its way
  message.state = `${why} Trying again…`;
  message.timer = setTimeout(() => {
    delete message.timer;
    if (isOpen(target) && me?.subject === sender && room.pending.has(message.clientId)) {
      sendAgain(message);
    }
  }, pause);
}

function fail(message, why) {
  stopWaiting(message);
  message.failure = why;
  say(`Not sent: ${why}`);
}

function stopWaiting(message) {
  clearTimeout(message.timer);
  delete message.timer;
}

// --- messages ---------------------------------------------------------------------------------------------------

function send() {
  const content = $('draft').value.trim();
  if (!content || !room) {
    return;
  }
  const message = {
    clientId: randomId(),
    content,
    mentions: mentionsIn(content, room.named),
    ...takeReply(),
    ended: '',
    state: 'sending…',
    createdAt: new Date().toISOString(),
  };
  room.named = [];
  room.pending.set(message.clientId, message);
  setDraft('');
  tellTyping();
  draw(true);
  if (post(room, message, draftToEnd(room.id))) {
    message.ended = draftEnded(room.id);
  } else {
    keepDraft(room.id, '', 0);
  }
}

/**
 * On the socket a guest only watches, and so does everybody who came to a full room; what they say goes by a request.
 *
 * @param {Room} target
 * @param {string} [draft] key of the draft that it ends
 * @returns {boolean} whether it is on its way, and ends the draft
 */
function post(target, message, draft) {
  stopWaiting(message);
  message.state = 'sending…';
  message.byRequest = !me || Boolean(target.you?.relayed);
  if (message.byRequest) {
    sendByRequest(target, message);
    return false;
  }
  return target.socket?.send(message, draft) ?? false;
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
    failOrWait(target, message, problem.message, WITH_TIME.includes(problem.status) ? problem.retryAfterMs : undefined);
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

function tryAgain(message) {
  if (message.bytes) {
    uploadAgain(room, message);
  } else {
    sendAgain(message);
  }
}

/** Sends a message of the open room once more. */
function sendAgain(message) {
  delete message.failure;
  if (room.closedWhy) {
    fail(message, whyNot());
  } else {
    post(room, message);
  }
  draw();
}

/** What was not sent is written anew, before what is being written. */
function editPending(message) {
  const answered = message.replyTo && answeredBy(message);
  if (answered) {
    reply(answered);
  }
  room.named = message.mentions ?? [];
  setDraft([message.content, $('draft').value].filter(Boolean).join('\n'));
  keepDraft(room.id, $('draft').value);
  discard(message);
}

function discard(message) {
  if (message.bytes) {
    cancelUpload(room, message);
  } else {
    room.pending.delete(message.clientId);
    draw();
  }
  $('draft').focus(); // the button is gone
}

const WHAT_TO_DO = { again: tryAgain, edit: editPending, discard };

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

$('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  send();
  $('draft').focus();
});
$('draft').addEventListener('input', grow);
$('draft').addEventListener('input', tellTyping);
$('draft').addEventListener('input', () => room && keepDraft(room.id, $('draft').value));
$('draft').addEventListener('keydown', (event) => {
  if (isSending(event)) {
    event.preventDefault();
    send();
  }
});
$('messages').addEventListener('click', (event) => {
  /** @type {HTMLElement} */
  const button = event.target.closest('[data-pending]');
  const message = room?.pending.get(button?.dataset.pending);
  if (message) {
    WHAT_TO_DO[button.dataset.does](message);
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

$('attach').addEventListener('click', () => $('file').click());
$('file').addEventListener('change', () => {
  uploadAll($('file').files, whyNot());
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
    uploadAll(event.dataTransfer.files, whyNot());
  }
});
