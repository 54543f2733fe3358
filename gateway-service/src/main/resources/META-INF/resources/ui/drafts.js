// What one is writing, as the gateway keeps it: it outlives the page, and is the same on all of one's devices.

import { may, me } from './account.js';
import { api, Problem } from './api.js';

/** @typedef {import('./api.js').Schemas} Schemas */

/** What the page's own draft in a room is called. */
const KEY = 'main';

/** So long nothing more is written before it is saved, in milliseconds. */
const PAUSE = 1_000;

/**
 * Of each room whose draft it is, what it is to be, what it is as far as is known and since which sequence number, and how often it was
 * changed here.
 *
 * @type {Map<string, {whose: string, text: string, saved: string, sequence: number, changes: number, timer: number, isBusy: boolean}>}
 */
const drafts = new Map();

const pathOf = (room) => `/api/rooms/${encodeURIComponent(room)}/drafts`;

const mayKeep = () => may('rooms:write') && may('messages:write');

function of(room) {
  if (!drafts.has(room)) {
    drafts.set(room, { whose: me?.subject, text: '', saved: '', sequence: 0, changes: 0, timer: 0, isBusy: false });
  }
  return drafts.get(room);
}

/** Somebody else writes now. */
export function forgetDrafts() {
  drafts.forEach((draft) => clearTimeout(draft.timer));
  drafts.clear();
}

/** What is kept of a room's draft; null if that cannot be known now. */
export async function readDraft(room) {
  if (!may('rooms:read') || !mayKeep()) {
    return null;
  }
  const draft = of(room);
  const { changes } = draft;
  try {
    /** @type {Schemas['Drafts']} */
    const { items } = await api(pathOf(room));
    const found = items.find(({ key }) => key === KEY);
    if (drafts.get(room) !== draft || draft.isBusy) {
      return null;
    }
    draft.saved = found?.content ?? '';
    draft.sequence = found?.sequence ?? draft.sequence;
    if (draft.changes !== changes) {
      save(room, draft);
      return null;
    }
    draft.text = draft.saved;
    return draft.text;
  } catch (problem) {
    if (!(problem instanceof Problem)) {
      throw problem;
    }
    return null;
  }
}

/** A room's draft is this from now on. */
export function keepDraft(room, text, pause = PAUSE) {
  if (mayKeep()) {
    const draft = of(room);
    draft.text = text;
    draft.changes++;
    clearTimeout(draft.timer);
    draft.timer = setTimeout(() => save(room, draft), pause);
  }
}

/** What is still to be saved is saved now: the page may be left. */
export function saveDrafts() {
  drafts.forEach((draft, room) => {
    clearTimeout(draft.timer);
    save(room, draft);
  });
}

/** The name of what is kept of a room's draft, for a message that ends it; undefined if nothing is. */
export const draftToEnd = (room) => (drafts.get(room)?.saved ? KEY : undefined);

/** A message that ends a room's draft is on its way; what is saved at this moment must not come back behind it. */
export function draftEnded(room) {
  const draft = of(room);
  draft.saved = draft.text = '';
  draft.changes++;
  clearTimeout(draft.timer);
}

/**
 * A draft is like this now, because of another of one's devices, or of this page itself.
 *
 * @returns {string | null} the room's draft if it is another than the page has
 */
export function draftElsewhere(room, { key, content, sequence }) {
  const draft = of(room);
  if (key !== KEY || draft.isBusy || draft.text !== draft.saved || sequence <= draft.sequence) {
    return null;
  }
  draft.sequence = sequence;
  const isOther = content !== draft.text;
  draft.saved = draft.text = content;
  return isOther ? content : null;
}

/** One request at a time, until it is as it is to be; what fails is tried again with the next words. */
async function save(room, draft) {
  if (draft.isBusy) {
    return;
  }
  draft.isBusy = true;
  try {
    while (draft.text.trim() !== draft.saved.trim() && drafts.get(room) === draft && draft.whose === me?.subject && mayKeep()) {
      const { text } = draft;
      const path = `${pathOf(room)}/${KEY}`;
      const isBlank = text.trim() === '';
      /** @type {Schemas['DraftView']} */
      const kept = await api(path, isBlank ? { method: 'DELETE', keepalive: true } : { method: 'PUT', body: { content: text }, keepalive: true });
      draft.saved = text;
      draft.sequence = Math.max(draft.sequence, kept?.sequence ?? 0);
    }
  } catch (problem) {
    if (!(problem instanceof Problem)) {
      throw problem;
    }
  } finally {
    draft.isBusy = false;
  }
}
