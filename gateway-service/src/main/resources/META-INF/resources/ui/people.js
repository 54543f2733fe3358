// Who is who in the open room, as far as the page has heard of them: who is there, who said something, and the members.

import { api } from './api.js';
import { room } from './room.js';

/** @typedef {import('./api.js').Schemas} Schemas */

const PAGE = 200;

/**
 * The members of rooms that were asked for, by their rooms.
 *
 * @type {WeakMap<import('./room.js').Room, Schemas['MemberView'][]>}
 */
const members = new WeakMap();

/** @returns {Map<string, string>} handles by subjects, those first that were heard of last */
export function knownPeople() {
  const known = new Map();
  const add = ({ subject, handle }) => known.has(subject) || known.set(subject, handle);
  room?.people.forEach(add);
  [...(room?.messages.values() ?? [])].sort((a, b) => b.sequence - a.sequence).forEach(({ sender }) => add(sender));
  members.get(room)?.forEach(add);
  return known;
}

/** Asks once who the members are, the first of many; a name that is not known is no reason to say that something failed. */
export async function loadMembers() {
  const asked = room;
  if (!asked || members.has(asked)) {
    return;
  }
  members.set(asked, []);
  try {
    /** @type {Schemas['PageMemberView']} */
    const page = await api(`/api/rooms/${encodeURIComponent(asked.id)}/members?limit=${PAGE}`);
    members.set(asked, page.items.filter(({ subject }) => !subject.startsWith('team:')));
  } catch {
    members.delete(asked);
  }
}
