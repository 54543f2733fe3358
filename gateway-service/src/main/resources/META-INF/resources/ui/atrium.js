// The page: the rooms, one room live, search.

import { me, recheck, startAccount } from './account.js';
import { api, blob, Problem, upload } from './api.js';
import { $, act, element, time, toast } from './dom.js';
import { showExport } from './export.js';
import { showInbox } from './inbox.js';
import { startInvitation } from './invitation.js';
import { RoomSocket } from './socket.js';

/** @typedef {import('./api.js').Schemas} Schemas */

const PAGE = 50;
const SAME_SENDER_WITHIN = 5 * 60_000;
const TYPING_EVERY = 3_000;

/** What may be sent again so soon, in milliseconds, is sent again by itself. */
const SEND_AGAIN_WITHIN = 10_000;
const GLYPHS = { chat: '#', narrative: '¶', canvas: '▦', generation: '✦' };

let roomsCursor = null;

/**
 * The open room: its messages and those that are not sent yet, and up to which sequence number nothing is missing (last).
 * That only the socket tells, and the page of messages before it: what else comes by HTTP may be newer than what the socket
 * has still to bring.
 */
let room = null;

// --- small things -----------------------------------------------------------------------------------------------

function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}

/** A colour that belongs to somebody. */
function hue(subject) {
  let hash = 0;
  for (const c of subject) {
    hash = (hash * 31 + c.codePointAt(0)) % 360;
  }
  return hash;
}

// --- rooms ------------------------------------------------------------------------------------------------------

async function loadRooms(more = false) {
  const query = more && roomsCursor ? `?cursor=${encodeURIComponent(roomsCursor)}` : '';
  /** @type {Schemas['PageRoomView']} */
  const page = await api(`/api/rooms${query}`);
  roomsCursor = page.nextCursor || null;
  $('rooms-more').hidden = !roomsCursor;
  const rows = page.items.map(roomRow);
  if (more) {
    $('rooms').append(...rows);
  } else {
    $('rooms').replaceChildren(...(rows.length ? rows : [element('li', { className: 'none', textContent: 'No rooms yet. Create the first.' })]));
  }
}

/** @param {Schemas['RoomView']} item */
function roomRow(item) {
  const button = element(
    'button',
    { type: 'button' },
    element('span', { className: 'glyph', textContent: GLYPHS[item.kind] || '#', ariaHidden: 'true' }),
    element('span', { textContent: item.name }),
    item.visibility === 'private' ? element('small', { textContent: 'private' }) : null,
  );
  button.dataset.room = item.id;
  button.ariaCurrent = String(item.id === room?.id);
  button.addEventListener('click', () => open(item.id));
  return element('li', {}, button);
}

$('rooms-reload').addEventListener('click', act(() => loadRooms()));
$('rooms-more').addEventListener('click', act(() => loadRooms(true)));
$('room-form').addEventListener('submit', act(async () => {
  if (!me) {
    toast('Creating a room needs a key: take one above, it is one click.');
    return;
  }
  const made = await api('/api/rooms', {
    method: 'POST',
    body: { name: $('room-name').value.trim(), visibility: $('room-private').checked ? 'private' : 'public' },
  });
  $('room-form').reset();
  await loadRooms();
  if (!document.querySelector(`#rooms [data-room="${CSS.escape(made.id)}"]`)) {
    $('rooms').querySelector('.none')?.remove();
    $('rooms').prepend(roomRow(made)); // lists follow a moment later
  }
  open(made.id);
}));

// --- one room ---------------------------------------------------------------------------------------------------

function inAddress(name) {
  return new URLSearchParams(location.hash.slice(1)).get(name);
}

/** Links of notifications have the room, and the message to show, where servers read them too; the page has them here. */
function moveToFragment() {
  const query = new URLSearchParams(location.search);
  if (query.has('room')) {
    const message = query.get('message');
    const target = new URLSearchParams({ room: query.get('room'), ...(message ? { message } : {}) });
    history.replaceState(null, '', `${location.pathname}#${target}`);
  }
}

/** Opens a room, also one that the address names already, but that could not be opened or was closed. */
function open(id) {
  const hash = `#${new URLSearchParams({ room: id })}`;
  if (location.hash === hash) {
    follow();
  } else {
    location.hash = hash;
  }
}

function rejoin() {
  const id = inAddress('room') || room?.id;
  leave();
  forgetOthers();
  if (id) {
    join(id);
  }
}

let writer = null; // whose words are in the fields

/** What somebody has begun to write is not for who comes next; what a visitor wrote stays theirs when they get a name. */
function forgetOthers() {
  if (writer && writer !== me?.subject) {
    begun.clear();
    document.querySelectorAll('form').forEach((form) => form.reset());
  }
  writer = me?.subject ?? null;
}

/** Goes where a link of a notification leads, as if the page were opened there. */
function go(link) {
  history.pushState(null, '', link);
  moveToFragment();
  follow();
  showExport();
  $('export-title').focus(); // if it is one
}

/** Opens what the address names, which may be another message of the same room. */
function follow() {
  const id = inAddress('room');
  if (id && (id !== room?.id || room.socket?.isOver())) {
    join(id);
  } else if (id) {
    act(() => showTarget(room))();
  }
}

function leave() {
  if (room) {
    room.socket?.close();
    putAside();
  }
  room = null;
  $('here').hidden = true;
  $('typing').textContent = '';
}

/** What was begun in rooms that are not open, by their ids: a draft, and messages that are not sent yet. */
const begun = new Map();

/** It waits until the room is opened again. */
function putAside() {
  dropTaken();
  const draft = $('draft').value;
  if (draft || room.pending.size) {
    begun.set(room.id, { draft, pending: room.pending });
  } else {
    begun.delete(room.id);
  }
  $('draft').value = '';
}

/** What the room has taken comes with its messages. */
function dropTaken() {
  room.pending.forEach((message, id) => message.taken && room.pending.delete(id));
}

const isUnsent = (message) => message.content !== undefined && !message.taken;

const join = act(async (id) => {
  if (room && room.id !== id && [...room.pending.values()].some(isUnsent)) {
    toast(`What is not sent in “${room.name}” waits there until you come back.`, true);
  }
  leave();
  const { draft, pending } = begun.get(id) ?? { draft: '', pending: new Map() };
  const joined = { id, name: '', messages: new Map(), pending, gap: 0, socket: null };
  Object.assign(joined, { last: 0, heard: 0, current: false, asked: 0, changed: new Map() });
  Object.assign(joined, { people: new Map(), counts: { people: 0, viewers: 0 }, typists: new Map(), typedAt: 0 });
  room = joined;
  showHere();
  $('messages').replaceChildren();
  $('room-title').textContent = 'Opening…';
  $('room-about').textContent = '';
  $('draft').value = draft;
  showComposer();
  grow();
  markRoom();
  const focused = document.activeElement;
  await enter(joined);
  if (room !== joined) {
    return;
  }
  joined.socket = new RoomSocket(id, {
    frame: (frame) => room === joined && show(frame),
    state: (state, why) => {
      if (room === joined) {
        showLive(state, why);
        recheck();
      }
    },
    after: () => joined.last,
    unsent: () => [...joined.pending.values()].filter((message) => isUnsent(message) && !message.failure && !message.asGuest),
  });
  if (inAddress('message')) {
    await showTarget(joined);
  } else if (document.activeElement === focused && !matchMedia('(pointer: coarse)').matches) {
    $('draft').focus({ preventScroll: true });
  }
});

/** Reads what the room is and what was said last, again and again where only the moment is a bad one; leaves it if it may not. */
async function enter(joined) {
  try {
    /** @type {Schemas['RoomView']} */
    const about = await api(`/api/rooms/${encodeURIComponent(joined.id)}`);
    if (room !== joined || !(await loadHistory(joined))) {
      return;
    }
    joined.name = about.name;
    $('room-title').textContent = about.name;
    $('room-about').textContent = `${about.visibility} ${about.kind} room of ${about.owner.handle}`;
  } catch (problem) {
    if (!(problem instanceof Problem)) {
      throw problem;
    }
    if (room !== joined) {
      return;
    }
    sayWhyNot(problem);
    if (problem.isTemporary) {
      await new Promise((again) => setTimeout(again, problem.retryAfterMs));
      return room === joined ? enter(joined) : undefined;
    }
    leave();
    showComposer();
    markRoom();
  }
}

function sayWhyNot(problem) {
  const absent = me ? 'or of another organisation.' : 'or for others: sign in to see more.';
  $('room-title').textContent = problem.status === 404 ? 'No such room' : 'The room cannot be opened';
  $('room-about').textContent = problem.status === 404 ? `It does not exist, it is private, ${absent}` : problem.message;
}

/** Brings the message into sight that the address names, with what was said around it. */
async function showTarget(target) {
  const id = inAddress('message');
  if (!id || target !== room) {
    return;
  }
  if (!target.messages.has(id)) {
    await loadAround(target, id);
  }
  /** @type {HTMLElement} */
  const row = document.querySelector(`#messages [data-message="${CSS.escape(id)}"]`);
  if (target === room && row) {
    row.classList.add('target');
    row.tabIndex = -1;
    row.scrollIntoView({ block: 'center' });
    row.focus({ preventScroll: true });
  }
}

/** Between it and what is there already there may be messages that are not; the list says so in their place. */
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
  const oldest = Math.min(...[...target.messages.values()].map((m) => m.sequence));
  const before = message.sequence + PAGE / 2;
  if ((await loadHistory(target, Math.min(before, oldest))) && before < oldest) {
    target.gap = oldest;
    draw();
  }
}

/** Loads of the gap what comes before its end. */
const fillGap = act(async () => {
  const target = room;
  const known = [...target.messages.values()].filter((m) => m.sequence < target.gap);
  const newestBelow = Math.max(...known.map((m) => m.sequence));
  const page = await loadPage(target, target.gap);
  if (page && target === room) {
    const lowest = Math.min(...page.items.map((m) => m.sequence));
    target.gap = page.items.length && lowest > newestBelow ? lowest : 0;
    page.items.forEach(keep);
    draw();
  }
});

function markRoom() {
  /** @type {NodeListOf<HTMLElement>} */
  const buttons = document.querySelectorAll('#rooms button');
  buttons.forEach((b) => (b.ariaCurrent = String(b.dataset.room === room?.id)));
}

function showComposer() {
  $('composer').hidden = !room;
  $('attach').hidden = !me;
  $('spectator').hidden = !room || me !== null;
  $('empty').hidden = room !== null && room.messages.size + room.pending.size > 0;
  if (!room) {
    $('live').hidden = true;
    $('earlier').hidden = true;
  }
}

function showLive(state, why) {
  const texts = { on: 'live', off: 'reconnecting…', over: `closed: ${why}` };
  $('live').hidden = false;
  $('live').className = `live ${state}`;
  $('live').textContent = texts[state];
}

/**
 * Reads older messages, with what the socket told of them meanwhile; null if it told that all is another now.
 *
 * @returns {Promise<Schemas['MessagePage']>}
 */
async function loadPage(target, before) {
  const query = new URLSearchParams({ limit: String(PAGE), ...(before ? { before } : {}) });
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

/** @returns {Promise<boolean>} whether it is in the list now */
async function loadHistory(target, before) {
  const page = await loadPage(target, before);
  if (!page || target !== room) {
    return false;
  }
  if (before === undefined) {
    room.last = Math.max(0, ...page.items.map((m) => m.version));
  }
  const newest = Math.max(...[...target.messages.values()].map((m) => m.sequence));
  const lowest = Math.min(...page.items.map((m) => m.sequence));
  if (before === undefined && target.messages.size && page.hasMore && lowest > newest) {
    target.gap = lowest;
  } else {
    $('earlier').hidden = !page.hasMore;
  }
  page.items.forEach(keep);
  draw(before === undefined);
  return true;
}

$('earlier').addEventListener('click', act(async () => {
  const log = $('log');
  const fromEnd = log.scrollHeight - log.scrollTop;
  await loadHistory(room, Math.min(...[...room.messages.values()].map((m) => m.sequence)));
  log.scrollTop = log.scrollHeight - fromEnd;
}));

function show(frame) {
  switch (frame.type) {
    case 'hello':
      room.heard = room.last;
      room.current = false;
      break;
    case 'snapshot':
      // What is here already may have been changed or deleted unseen.
      room.messages = new Map();
      room.gap = 0;
      room.last = room.heard = frame.sequence;
      dropTaken();
      frame.messages.forEach(keep);
      $('earlier').hidden = frame.before === undefined;
      draw();
      break;
    case 'message-changed':
      heard(frame.sequence);
      if (room.messages.has(frame.message.id)) {
        keep(frame.message);
        draw();
      } else if (room.asked) {
        room.changed.set(frame.message.id, newer(room.changed.get(frame.message.id), frame.message));
      }
      break;
    case 'message':
      heard(frame.message.sequence);
      keep(frame.message);
      draw();
      break;
    case 'ack':
      acknowledged(frame);
      break;
    case 'error':
      failed(frame);
      break;
    case 'live':
      room.current = true;
      heard(0);
      room.people = new Map(frame.here.items.map((person) => [person.subject, person]));
      room.typists = new Map(frame.typing.map((person) => [person.subject, person]));
      room.counts = frame;
      showHere();
      break;
    case 'presence':
      frame.here.forEach((person) => room.people.set(person.subject, person));
      frame.left.forEach((subject) => room.people.delete(subject));
      room.counts = frame;
      showHere();
      break;
    case 'typing':
      frame.started.forEach((person) => room.typists.set(person.subject, person));
      frame.stopped.forEach((subject) => room.typists.delete(subject));
      showHere();
      break;
    default: // goodbye is the connection's business, pong nobody's; others are of a newer server
  }
}

/** Who is in the room, and who types; of many only some. */
function showHere() {
  const handles = (people) => people.slice(0, 5).map((person) => person.handle).join(', ');
  const { people, viewers } = room.counts;
  const more = people > 5 ? ` and ${people - 5} more` : '';
  const watching = viewers ? `${people ? '; ' : ''}${viewers} watching` : '';
  $('here').hidden = people + viewers === 0;
  $('here').textContent = `Here: ${handles([...room.people.values()])}${more}${watching}`;
  const typists = [...room.typists.values()].filter((person) => person.subject !== me?.subject);
  $('typing').textContent = typists.length ? `${handles(typists)} ${typists.length > 1 ? 'are' : 'is'} typing…` : '';
}

/** Says that this person types: not more often than needed, and once when it is over. */
function tellTyping() {
  const now = me && $('draft').value ? Date.now() : 0;
  if (room && (now === 0) !== (room.typedAt === 0) || now - room?.typedAt > TYPING_EVERY) {
    room.typedAt = now;
    room.socket?.typing(now !== 0);
  }
}

/** What was missed comes out of order: nothing of it counts as heard before all of it is there, and `live` follows. */
function heard(sequence) {
  room.heard = Math.max(room.heard, sequence);
  if (room.current) {
    room.last = room.heard;
  }
}

/** Of what is known of a message, that to which the most has happened. */
function newer(known, message) {
  return known?.version > message.version ? known : message;
}

function keep(message) {
  room.messages.set(message.id, newer(room.messages.get(message.id), message));
  if (message.clientId && message.sender.subject === me?.subject) {
    room.pending.delete(message.clientId);
  }
  if (message.attachment) {
    room.pending.delete(message.attachment.fileId);
  }
}

function acknowledged(frame) {
  const pending = room.pending.get(frame.clientId);
  if (pending) {
    pending.state = 'sent';
    pending.taken = true;
    if (frame.sequence <= room.last) {
      room.pending.delete(frame.clientId); // it was there before
    }
    draw();
  }
}

function failed(frame) {
  const pending = room.pending.get(frame.clientId);
  const detail = frame.problem?.detail || frame.problem?.title || 'refused';
  if (pending && frame.retryAfterMs <= SEND_AGAIN_WITHIN) {
    const joined = room;
    pending.state = `${detail} Trying again…`;
    setTimeout(() => !pending.failure && joined.pending.has(pending.clientId) && joined.socket?.send(pending), frame.retryAfterMs);
    draw();
  } else if (pending) {
    pending.failure = detail;
    draw();
  } else {
    toast(detail);
  }
}

// --- writing ----------------------------------------------------------------------------------------------------

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

/** On the socket a guest only watches; what a guest says goes by a request. */
async function sendAsGuest(target, message) {
  message.asGuest = true;
  try {
    /** @type {Schemas['MessageView']} */
    const sent = await api(`/api/rooms/${encodeURIComponent(target.id)}/messages`, {
      method: 'POST',
      body: { content: message.content, clientId: message.clientId },
    });
    target.pending.delete(message.clientId);
    if (target.id === room?.id) {
      keep(sent);
    }
  } catch (problem) {
    message.failure = problem.message;
  }
  if (target.id === room?.id) {
    draw();
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
$('draft').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
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
    target.pending.delete(local);
    const arrived = (message) => message.attachment?.fileId === stored.id;
    if (target.id === room?.id && ![...room.messages.values()].some(arrived)) {
      const state = 'stored; being prepared…';
      target.pending.set(stored.id, { ...entry, clientId: stored.id, share: 1, taken: true, state });
    }
  } catch (problem) {
    target.pending.delete(local);
    throw problem;
  } finally {
    if (target.id === room?.id) {
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

const download = act(async (attachment) => {
  const url = URL.createObjectURL(await blob(`/api/files/${encodeURIComponent(attachment.fileId)}/content`));
  element('a', { href: url, download: attachment.name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
});

async function preview(image, attachment) {
  try {
    const url = URL.createObjectURL(await blob(`/api/files/${encodeURIComponent(attachment.fileId)}/thumbnail`));
    image.onload = image.onerror = () => URL.revokeObjectURL(url);
    image.src = url;
    image.hidden = false;
  } catch {
    image.remove(); // There is no picture of it; its name is enough.
  }
}

// --- drawing ----------------------------------------------------------------------------------------------------

/** Brings the list up to date; rows that are there stay, so that nothing flickers and nothing is read out twice. */
function draw(toEnd = false) {
  const log = $('log');
  const atEnd = toEnd || log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const present = new Map([...$('messages').children].map((row) => [row.dataset.row, row]));
  let previous = null;
  let place = $('messages').firstElementChild;
  for (const message of wanted()) {
    const id = message.gap ? 'gap' : message.id ? `${message.id}-${message.version}` : `pending-${message.clientId}`;
    const row = (message.id || message.gap) && present.get(id) || rowOf(message);
    row.dataset.row = id;
    if (!message.gap) {
      const goesOn = follows(previous, message);
      row.classList.toggle('first', !goesOn);
      row.querySelector('.who')?.toggleAttribute('hidden', goesOn);
      row.querySelector('.avatar').classList.toggle('sr', goesOn);
    }
    present.delete(id);
    if (row === place) {
      place = place.nextElementSibling;
    } else {
      $('messages').insertBefore(row, place);
    }
    previous = message.gap ? null : message;
  }
  present.forEach((row) => row.remove());
  while (place) {
    const next = place.nextElementSibling;
    place.remove();
    place = next;
  }
  showComposer();
  if (atEnd) {
    log.scrollTop = log.scrollHeight;
  }
}

/** What is to be seen, from the oldest to what is not sent yet. */
function wanted() {
  const messages = [...room.messages.values()].sort((a, b) => a.sequence - b.sequence);
  if (room.gap) {
    messages.splice(messages.findIndex((message) => message.sequence >= room.gap), 0, { gap: true });
  }
  return [...messages, ...room.pending.values()];
}

function rowOf(message) {
  if (message.gap) {
    const fill = element('button', { type: 'button', className: 'quiet wide', textContent: 'Show what was said between' });
    fill.addEventListener('click', fillGap);
    return element('li', {}, fill);
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
  if (message.deleted) {
    return frameRow(message, element('p', { className: 'state', textContent: 'This message was deleted.' }));
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
  open.addEventListener('click', () => download(attachment));
  const image = element('img', { alt: `Preview of ${attachment.name}`, hidden: true });
  if (attachment.type?.startsWith('image/')) {
    preview(image, attachment);
  }
  return element('div', { className: 'attachment' }, image, open, element('span', { className: 'hint', textContent: attachment.type || '' }));
}

function pendingRow(message) {
  const row = frameRow(
    message,
    element('p', { className: 'text', textContent: message.content ?? message.file }),
    message.share === undefined || message.share >= 1 ? null : element('progress', { max: 1, value: message.share }),
    pendingState(message),
  );
  row.classList.add(message.failure ? 'failed' : 'pending');
  row.dataset.upload = message.clientId;
  return row;
}

function pendingState(message) {
  const state = element('p', { className: 'state', textContent: message.failure ? `Not sent: ${message.failure} ` : message.state });
  if (message.failure) {
    const again = element('button', { type: 'button', className: 'link', textContent: 'Try again' });
    again.addEventListener('click', () => {
      delete message.failure;
      draw();
      post(message);
    });
    state.append(again);
  }
  return state;
}

// --- search -----------------------------------------------------------------------------------------------------

let searches = 0; // only the last one's answer is shown

$('search-form').addEventListener('submit', act(async () => {
  const q = $('search-input').value.trim();
  if (!q) {
    return;
  }
  const search = ++searches;
  /** @type {Schemas['Answer']} */
  const found = await api(`/api/search?${new URLSearchParams({ q, limit: '20' })}`);
  if (search !== searches) {
    return;
  }
  $('search-title').textContent = `${found.items.length || 'No'} result${found.items.length === 1 ? '' : 's'}`;
  $('search-list').replaceChildren(...found.items.map(resultRow));
  $('search-results').hidden = false;
}));
$('search-close').addEventListener('click', closeSearch);

/** What was found is not for everybody: nothing of it stays. */
function closeSearch() {
  searches++;
  $('search-results').hidden = true;
  $('search-list').replaceChildren();
}

/** @param {Schemas['Item']} item */
function resultRow(item) {
  const meta = element('p', { className: 'meta' }, element('span', { textContent: item.kind }), author(item), time(item.createdAt));
  const row = element('li', {}, meta, snippet(item.snippet || ''));
  if (item.title) {
    row.prepend(element('strong', { textContent: item.title }));
  }
  if (item.roomId) {
    const link = element('button', { type: 'button', className: 'link', textContent: 'Open room' });
    link.addEventListener('click', () => open(item.roomId));
    row.append(link);
  }
  return row;
}

function author(item) {
  const name = item.author?.handle ?? item.author;
  return name ? element('span', { textContent: name }) : null;
}

/** The snippet is escaped HTML with <mark>; it is shown as text, never parsed as HTML. */
function snippet(escaped) {
  const node = element('p');
  escaped.split(/(<mark>.*?<\/mark>)/s).forEach((part) => {
    const marked = part.match(/^<mark>(.*)<\/mark>$/s);
    node.append(marked ? element('mark', { textContent: unescape(marked[1]) }) : unescape(part));
  });
  return node;
}

function unescape(text) {
  const names = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(lt|gt|quot|apos|amp));/gi, (_, dec, hex, name) =>
    name ? names[name.toLowerCase()] : String.fromCodePoint(dec ? Number(dec) : parseInt(hex, 16)));
}

// --- start ------------------------------------------------------------------------------------------------------

async function checkHealth() {
  let status = 'down';
  let text = 'unreachable';
  try {
    const health = await (await fetch('/api/health', { credentials: 'omit' })).json();
    const down = Object.entries(health.parts).filter(([, is]) => is !== 'up').map(([part]) => part);
    status = health.status;
    text = status === 'up' ? 'all systems up' : `${status}: ${down.join(', ')}`;
  } catch {
    // Shown as it is.
  }
  $('health').className = `health ${status}`;
  $('health-text').textContent = text;
}

window.addEventListener('hashchange', follow);
window.addEventListener('popstate', showExport);

act(async () => {
  $('origin').textContent = location.origin;
  checkHealth();
  setInterval(checkHealth, 30_000);
  moveToFragment();
  const arrive = async () => {
    closeSearch();
    showComposer();
    rejoin();
    await Promise.all([loadRooms(), showExport(), showInbox(go)]);
  };
  await startAccount(arrive);
  await Promise.all([arrive(), startInvitation()]);
})();
