// What one is writing, as the gateway keeps it: it outlives the page, and is the same on all of one's devices.

import { may, me } from './account.js';
import { api, Problem } from './api.js';

/** @typedef {import('./api.js').Schemas} Schemas */

/** What the page's own draft in a room is called. */
const KEY = 'main';

/** So long nothing more is written before it is saved, in milliseconds. */
const PAUSE = 1_000;

/**
 * Of each room whose draft it is, what it is to be, what it is as far as is known, null for not at all, and since which sequence
 * number, and how often this page has saved or ended it, and with which words it was perhaps not.
 *
 * @type {Map<string, {whose: string, text: string, saved: string, ended: string, sequence: number, turns: number, timer: number, isBusy: boolean}>}
 */
const drafts = new Map();

const pathOf = (room) => `/api/rooms/${encodeURIComponent(room)}/drafts`;

const mayKeep = () => may('rooms:write') && may('messages:write');

function of(room) {
  if (!drafts.has(room)) {
    drafts.set(room, { whose: me?.subject, text: '', saved: null, ended: '', sequence: 0, turns: 0, timer: 0, isBusy: false });
  }
  return drafts.get(room);
}

/** Whether something is written here that is not saved. */
const isChanged = ({ text, saved }) => text.trim() !== (saved ?? '').trim();

/** What was written, and what is kept, neither of which knew of the other. */
const together = (kept, text) => (kept.trim() && text.trim() && kept !== text ? `${kept}\n${text}` : text || kept);

/** Somebody else writes now. */
export function forgetDrafts() {
  drafts.forEach((draft) => clearTimeout(draft.timer));
  drafts.clear();
}

/** What was written in a room when it was open last, and what of it was saved, unless the page knows better. */
export function beginDraft(room, text, saved) {
  if (mayKeep() && !drafts.has(room)) {
    Object.assign(of(room), { text, saved });
  }
}

/** What is saved of a room's draft as far as is known; null if nothing is known. */
export const savedDraft = (room) => drafts.get(room)?.saved ?? null;

/** A room's draft, once it was asked what is kept of it; null if that cannot be known now. */
export async function readDraft(room) {
  if (!may('rooms:read') || !mayKeep()) {
    return null;
  }
  const draft = of(room);
  const { turns, sequence } = draft;
  try {
    /** @type {Schemas['Drafts']} */
    const { items } = await api(pathOf(room));
    const found = items.find(({ key }) => key === KEY);
    const isOld = draft.turns !== turns || draft.sequence !== sequence || found?.sequence < sequence;
    if (drafts.get(room) !== draft || draft.isBusy || isOld) {
      return null;
    }
    const kept = found?.content ?? '';
    if (kept === draft.ended && ['', kept].includes(draft.text)) {
      draft.text = '';
    } else if (draft.saved === null) {
      draft.text = together(kept, draft.text);
    } else if (!isChanged(draft)) {
      draft.text = kept;
    }
    draft.ended = '';
    draft.saved = kept;
    draft.sequence = found?.sequence ?? sequence;
    save(room, draft);
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
    clearTimeout(draft.timer);
    draft.timer = setTimeout(() => save(room, draft), pause);
  }
}

/** What is still to be saved is saved now: the page may be left. */
export async function saveDrafts() {
  await Promise.all([...drafts].map(([room, draft]) => {
    clearTimeout(draft.timer);
    return save(room, draft);
  }));
}

/** The name of what is kept of a room's draft, for a message that ends it; undefined if nothing is. */
export const draftToEnd = (room) => (drafts.get(room)?.saved ? KEY : undefined);

/**
 * A message that ends a room's draft is on its way; what is saved at this moment must not come back behind it.
 *
 * @returns {string} what was saved until now
 */
export function draftEnded(room) {
  const draft = of(room);
  const { saved } = draft;
  draft.saved = draft.text = '';
  draft.turns++;
  clearTimeout(draft.timer);
  return saved;
}

/** That message was perhaps not taken: if these words are found to be kept still, they are ended without it. */
export function draftNotEnded(room, saved) {
  of(room).ended = saved;
}

/**
 * A draft is like this now, because of another of one's devices, or of this page itself.
 *
 * @returns {string | null} the room's draft if it is another than the page has
 */
export function draftElsewhere(room, { key, content, sequence }) {
  if (key !== KEY || !mayKeep()) {
    return null;
  }
  const draft = of(room);
  if (draft.isBusy || isChanged(draft) || sequence <= draft.sequence) {
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
    while (isChanged(draft) && drafts.get(room) === draft && draft.whose === me?.subject && mayKeep()) {
      const { text } = draft;
      const path = `${pathOf(room)}/${KEY}`;
      const isBlank = text.trim() === '';
      /** @type {Schemas['DraftView']} */
      const kept = await api(path, isBlank ? { method: 'DELETE', keepalive: true } : { method: 'PUT', body: { content: text }, keepalive: true });
      draft.saved = text;
      draft.sequence = Math.max(draft.sequence, kept?.sequence ?? 0);
      draft.turns++;
    }
  } catch (problem) {
    if (!(problem instanceof Problem)) {
      throw problem;
    }
  } finally {
    draft.isBusy = false;
  }
}
