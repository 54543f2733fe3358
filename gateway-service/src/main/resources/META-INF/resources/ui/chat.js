// The open room: coming and going, and what its socket tells.

import { me, recheck } from './account.js';
import { inAddress } from './address.js';
import { api, Problem } from './api.js';
import { acknowledged, begunIn, bringDraft, closeRoom, forgetOthers, isUnsent, putAside, refused, sendUnsent, showComposer, showDraft, showWhoMayWrite } from './composer.js';
import { $, act, say, toast } from './dom.js';
import { loadHistory, showTarget } from './history.js';
import { draw, isAtEnd, showWhetherEmpty } from './log.js';
import { quotedChanged } from './replies.js';
import { Room, room, setRoom } from './room.js';
import { addFirstRoom, markRoom, showChanged } from './rooms.js';
import { RoomSocket } from './socket.js';
import { arrived, caughtUp, greeted, markNow, showUnread, targetShown } from './unread.js';

/** @typedef {import('./api.js').Schemas} Schemas */

/** How many messages stay when new ones come, for who sees these and for who reads further up. Others can be read again. */
const KEPT = 500;
const KEPT_WHILE_READING = 5_000;

/** So long a break of the connection is not told, in milliseconds. */
const BREAK_UNTOLD = 3_000;

// --- coming and going -------------------------------------------------------------------------------------------

/**
 * Opens what the address names, which may be another message of the same room; where it no longer names one, the default room.
 *
 * @param {HashChangeEvent} [event] by which somebody got there
 */
export function follow(event) {
  const id = inAddress('room');
  if (id && (id !== room?.id || !room.socket || room.socket.isOver())) {
    join({ id });
  } else if (id) {
    act(() => goToTarget(room))();
  } else if (event?.newURL && !new URL(event.newURL).hash && room && !room.isDefault) {
    leave();
    showRoom();
    act(() => enterDefault())();
  }
}

/** Opens the same room anew, for whoever the page works for now. */
export function rejoin() {
  const id = inAddress('room') || (room?.isDefault ? null : room?.id);
  leave();
  forgetOthers();
  showRoom();
  if (id) {
    join({ id });
  } else {
    showHeading('No room yet', 'Choose a room, or create one.');
  }
}

/**
 * Opens the default room of whoever the page works for now, where no other one is named; later, where only the moment is a bad
 * one. It does not get into the address.
 */
export async function enterDefault(asker = me) {
  const isFree = () => asker === me && !room && !inAddress('room');
  if (!isFree()) {
    return;
  }
  try {
    /** @type {Schemas['RoomView']} */
    const about = await api('/api/chat');
    if (isFree()) {
      addFirstRoom(about);
      join({ id: about.id, isDefault: true }); // which tries until it is open, or another is
    }
  } catch (problem) {
    if (!problem.isTemporary) {
      throw problem;
    }
    if (isFree()) {
      sayWhyNot(problem);
      setTimeout(act(() => enterDefault(asker)), problem.retryAfterMs);
    }
  }
}

$('open-again').addEventListener('click', () => join(room));

function leave() {
  if (room) {
    markNow();
    room.socket?.close();
    $('message-menu').hidePopover();
    putAside();
  }
  setRoom(null);
  $('here').hidden = true;
  $('typing').textContent = '';
  $('said').replaceChildren();
}

const join = act(async ({ id, isDefault = false }) => {
  if (room && room.id !== id && [...room.pending.values()].some(isUnsent)) {
    toast(`What is not sent in “${room.name}” waits there until you come back.`, true);
  }
  leave();
  const { draft, saved, pending } = begunIn(id);
  const joined = new Room(id, pending);
  joined.isDefault = isDefault;
  setRoom(joined);
  showHere();
  showHeading('Opening…', '');
  showRoom(draft, saved);
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
        if (state === 'over') {
          closeRoom(why);
        }
        recheck();
      }
    },
    after: () => joined.last,
  });
  bringDraft(joined);
  if (!isDefault) {
    bringIntoSight();
  }
  if (inAddress('message')) {
    await goToTarget(joined);
  } else if (!isDefault && [focused, document.body].includes(document.activeElement)) {
    // On a touch screen a field with the focus is a keyboard over the room.
    $(matchMedia('(pointer: coarse)').matches ? 'room-title' : 'draft').focus({ preventScroll: true });
  }
});

/** @param {Room} target */
async function goToTarget(target) {
  try {
    await showTarget(target);
  } finally {
    if (target === room) {
      targetShown();
    }
  }
}

/** Where the room is below what leads there, it is out of sight. */
function bringIntoSight() {
  if (matchMedia('(max-width: 60rem)').matches) {
    $('chat').scrollIntoView({ block: 'start' });
  }
}

$('to-rooms').addEventListener('click', () => {
  $('rooms-title').scrollIntoView({ block: 'start' });
  (document.querySelector('#rooms [aria-current=true]') ?? $('rooms-reload')).focus({ preventScroll: true });
});

/**
 * Reads what the room is and what was said last, again and again where only the moment is a bad one; leaves it if it may not.
 *
 * @param {Room} joined
 */
async function enter(joined) {
  try {
    /** @type {Schemas['RoomView']} */
    const about = await api(`/api/rooms/${encodeURIComponent(joined.id)}`);
    if (room !== joined || !(await loadHistory(joined))) {
      return;
    }
    describe(about);
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
    showRoom();
  }
}

/**
 * Shows what the open room is like now.
 *
 * @param {Schemas['RoomView']} about
 */
function describe(about) {
  room.name = about.name;
  room.isArchived = about.archived;
  $('room-title').textContent = about.name;
  $('room-about').textContent = `${about.visibility} ${about.kind} room of ${about.owner.handle}`;
  showWhoMayWrite();
  showChanged(about);
  showUnread();
}

function sayWhyNot(problem) {
  const absent = me ? 'or of another organisation.' : 'or for others: sign in to see more.';
  $('room-title').textContent = problem.status === 404 ? 'No such room' : 'The room cannot be opened';
  $('room-about').textContent = problem.status === 404 ? `It does not exist, it is private, ${absent}` : problem.message;
}

/** Nothing of the room before is left. */
function showHeading(title, about) {
  $('messages').replaceChildren();
  $('room-title').textContent = title;
  $('room-about').textContent = about;
}

/** What is the same for every room, and for none, before anything is known of it. */
function showRoom(draft = '', saved = null) {
  forgetBreak();
  $('live').hidden = true;
  $('earlier').hidden = true;
  showComposer(draft, saved);
  showWhetherEmpty();
  markRoom(room?.id ?? null);
  showUnread();
}

let breaking = 0; // a timer

/** A short break is nobody's business. */
function showLive(state, why) {
  if (state === 'off') {
    breaking ||= setTimeout(() => markLive('off', 'reconnecting…'), BREAK_UNTOLD);
  } else {
    markLive(state, state === 'on' ? 'live' : `closed: ${why}`);
  }
}

function markLive(state, text) {
  forgetBreak();
  $('live').hidden = false;
  $('live').className = `live ${state}`;
  if ($('live').textContent !== text) {
    $('live').textContent = text;
  }
}

function forgetBreak() {
  clearTimeout(breaking);
  breaking = 0;
}

// --- what its socket tells --------------------------------------------------------------------------------------

function show(frame) {
  switch (frame.type) {
    case 'hello':
      room.resume();
      if (me && frame.you.subject !== me.subject) {
        room.socket.close(); // what is unsent is not the other one's
        recheck();
        break;
      }
      if (room.you) {
        bringDraft(room); // nothing told of it meanwhile
      }
      room.you = frame.you;
      describe(frame.room);
      greeted(frame);
      sendUnsent(room);
      break;
    case 'rights':
    case 'renewed':
      room.you = frame.you;
      showWhoMayWrite();
      break;
    case 'room-changed':
      room.heard(frame.sequence);
      describe(frame.room);
      break;
    case 'snapshot':
      room.replace(frame.sequence, frame.messages);
      $('earlier').hidden = frame.before === undefined;
      draw();
      break;
    case 'message-changed':
      room.heard(frame.sequence);
      room.change(frame.message);
      quotedChanged(frame.message);
      draw();
      break;
    case 'message':
      room.heard(frame.message.sequence);
      tell(frame.message);
      if (!room.messages.has(frame.message.id)) {
        arrived(frame.message);
      }
      room.keep(frame.message);
      if (room.trim(isAtEnd() ? KEPT : KEPT_WHILE_READING)) {
        $('earlier').hidden = false;
      }
      draw();
      break;
    case 'ack':
      acknowledged(frame);
      break;
    case 'error':
      failed(frame);
      break;
    case 'live': // behind all that was missed
      room.complete();
      caughtUp();
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
    case 'draft':
      showDraft(frame);
      break;
    case 'typing':
      frame.started.forEach((person) => room.typists.set(person.subject, person));
      frame.stopped.forEach((subject) => room.typists.delete(subject));
      showHere();
      break;
    default: // goodbye is the connection's business, pong nobody's; others are of a newer server
  }
}

/**
 * Who hears the page is told of new messages, those that come together by their number. The list itself is silent: what is
 * read of it earlier or anew is no news.
 *
 * @param {Schemas['MessageView']} message
 */
function tell(message) {
  const told = room;
  if (told.messages.has(message.id) || message.sender.subject === me?.subject) {
    return;
  }
  if (told.untold++ === 0) {
    requestAnimationFrame(() => {
      if (told === room) {
        const text = message.content || message.attachment?.name || 'a message';
        say(told.untold > 1 ? `${told.untold} new messages` : `${message.sender.handle}: ${text}`);
      }
      told.untold = 0;
    });
  }
}

function failed(frame) {
  const detail = frame.problem?.detail || frame.problem?.title || 'refused';
  if (!refused(frame, detail)) {
    toast(detail);
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
