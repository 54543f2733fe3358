// Files on their way into rooms: two at a time, so that other requests find a connection.

import { me } from './account.js';
import { Problem, upload } from './api.js';
import { explain, randomId, say, toast } from './dom.js';
import { draw } from './log.js';
import { room } from './room.js';

/** @typedef {import('./room.js').Room} Room */

const AT_ONCE = 2;

/**
 * Those that wait for their turn, in their order.
 *
 * @type {{entry: any, target: Room}[]}
 */
const queue = [];

let running = 0;

/**
 * Uploads files into the open room; each has a row there until it is a message.
 *
 * @param {FileList} files
 * @param {string} obstacle why nothing may be written there; empty if something may
 */
export function uploadAll(files, obstacle) {
  if (!room) {
    toast('Open a room to upload something into it.');
  } else if (!me) {
    toast('Uploading needs a key.');
  } else if (obstacle) {
    toast(obstacle);
  } else {
    [...files].forEach((file) => enqueue(room, newEntry(file)));
  }
}

function newEntry(file) {
  return { clientId: randomId(), file: file.name, bytes: file, createdAt: new Date().toISOString() };
}

/** Uploads again what was not taken; it is stored once. */
export function uploadAgain(target, entry) {
  delete entry.failure;
  enqueue(target, entry);
}

/** Stops an upload, or forgets one that was not taken. */
export function cancelUpload(target, entry) {
  target.pending.delete(entry.clientId);
  entry.ending?.abort();
  draw();
}

function enqueue(target, entry) {
  Object.assign(entry, { share: 0, state: 'waiting…', ending: new AbortController() });
  target.pending.set(entry.clientId, entry);
  queue.push({ entry, target });
  draw(true);
  next();
}

function next() {
  while (running < AT_ONCE && queue.length) {
    const { entry, target } = queue.shift();
    if (!entry.ending.signal.aborted) {
      running++;
      run(entry, target).finally(() => {
        running--;
        next();
      });
    }
  }
}

async function run(entry, target) {
  entry.state = 'uploading…';
  redraw(target);
  const { signal } = entry.ending;
  try {
    const stored = await upload({ file: entry.bytes, room: target.id, clientId: entry.clientId }, (share) => show(entry, share), signal);
    target.pending.delete(entry.clientId);
    const arrived = (message) => message.attachment?.fileId === stored.id;
    if (isOpen(target) && ![...room.messages.values()].some(arrived)) {
      const state = 'stored; being prepared…';
      const { file, createdAt } = entry;
      target.pending.set(stored.id, { clientId: stored.id, file, createdAt, share: 1, taken: true, state });
      say(`${file}: ${state}`);
    }
  } catch (problem) {
    if (!signal.aborted) {
      if (!(problem instanceof Problem)) {
        throw problem;
      }
      entry.failure = explain(problem);
      say(`${entry.file} was not uploaded: ${entry.failure}`);
    }
  } finally {
    redraw(target);
  }
}

function show(entry, share) {
  entry.share = share;
  /** @type {HTMLProgressElement} */
  const bar = document.querySelector(`[data-upload="${CSS.escape(entry.clientId)}"] progress`);
  if (bar) {
    bar.value = share;
  }
}

/** Whether this room is open, or was opened again: what waits in it is the same. */
const isOpen = (target) => target.id === room?.id;

function redraw(target) {
  if (isOpen(target)) {
    draw();
  }
}
