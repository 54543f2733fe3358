// What the page knows of the open room.

/** @typedef {import('./api.js').Schemas} Schemas */

/**
 * Null for none.
 *
 * @type {Room}
 */
export let room = null;

/** From now on this one is open, or none. */
export function setRoom(opened) {
  room = opened;
}

export class Room {
  name = '';

  /** Whether it is the one for who names none: for somebody else that may be another one. */
  isDefault = false;

  isArchived = false;

  /** Why nobody comes back to it without choosing it again; empty while its connection does. */
  closedWhy = '';

  /**
   * What one may do in it, once the socket has said so; who watches a full room has no seat, and speaks by requests.
   *
   * @type {{canSend: boolean, role: string, relayed?: boolean}}
   */
  you = null;

  /** From each of these numbers on messages are there; what is before them is not next to them. */
  gaps = new Set();

  /** @type {import('./socket.js').RoomSocket} */
  socket = null;

  /** @type {Map<string, Schemas['MessageView']>} */
  messages = new Map();

  /**
   * Up to which sequence number nothing is missing. Only the socket tells, and the page of messages before it: what else
   * comes by HTTP may be newer than what the socket has still to bring.
   */
  last = 0;

  /** Of what is being brought. */
  heardOf = 0;
  isComplete = false;

  /** How many pages of older messages are on their way, and what happened to messages meanwhile that may be in them. */
  asked = 0;
  changed = new Map();

  /** Whom a message named that is written anew. */
  named = [];

  people = new Map();
  typists = new Map();
  counts = { people: 0, viewers: 0 };
  typedAt = 0;

  /** How many new messages are still to be told to who hears the page. */
  untold = 0;

  /**
   * @param {string} id
   * @param {Map<string, any>} pending what is not in the room yet, by client id
   */
  constructor(id, pending) {
    this.id = id;
    this.pending = pending;
  }

  /** The connection is there, and brings what was missed. */
  resume() {
    this.heardOf = this.last;
    this.isComplete = false;
  }

  /** What was missed comes out of order: nothing of it counts as heard before all of it is there. */
  heard(sequence) {
    this.heardOf = Math.max(this.heardOf, sequence);
    if (this.isComplete) {
      this.last = this.heardOf;
    }
  }

  /** All that was missed is there. */
  complete() {
    this.isComplete = true;
    this.heard(0);
  }

  /** All is another now: what is here may have been changed or deleted unseen. */
  replace(sequence, messages) {
    this.messages = new Map();
    this.gaps.clear();
    this.last = this.heardOf = sequence;
    this.dropTaken();
    messages.forEach((message) => this.keep(message));
  }

  keep(message) {
    this.messages.set(message.id, newer(this.messages.get(message.id), message));
    if (message.clientId) {
      this.pending.delete(message.clientId);
    }
    if (message.attachment) {
      this.pending.delete(message.attachment.fileId);
    }
  }

  /**
   * Keeps all messages before a number, from the lowest of them on. Between them and what is there already there may be
   * others.
   *
   * @param {Schemas['MessagePage']} page
   */
  keepPage({ items, hasMore }, before = Infinity) {
    const known = this.sequences();
    const lowest = hasMore ? Math.min(...items.map((message) => message.sequence)) : 0;
    const above = Math.min(...known.filter((sequence) => sequence >= before));
    if (above > before && above < Infinity && !known.some((sequence) => sequence < before)) {
      this.gaps.add(above);
    }
    if (hasMore && known.some((sequence) => sequence < lowest) && !known.includes(lowest)) {
      this.gaps.add(lowest);
    }
    this.gaps.forEach((gap) => gap > lowest && gap <= before && this.gaps.delete(gap));
    items.forEach((message) => this.keep(message));
  }

  /** Something happened to a message, which may be on its way to here. */
  change(message) {
    if (this.messages.has(message.id)) {
      this.keep(message);
    } else if (this.asked) {
      this.changed.set(message.id, newer(this.changed.get(message.id), message));
    }
  }

  /**
   * Lets go of the oldest messages, if there are clearly more than so many and no others are on their way that are next to
   * them.
   *
   * @returns {boolean} whether it did
   */
  trim(most) {
    if (this.asked || this.messages.size <= most * 1.1) {
      return false;
    }
    const oldest = this.sequences().sort((a, b) => a - b).at(-most);
    this.messages.forEach((message, id) => message.sequence < oldest && this.messages.delete(id));
    this.gaps.forEach((gap) => gap <= oldest && this.gaps.delete(gap));
    return true;
  }

  /** What the room has taken comes with its messages. */
  dropTaken() {
    this.pending.forEach((message, id) => message.taken && this.pending.delete(id));
  }

  oldest() {
    return Math.min(...this.sequences());
  }

  newest() {
    return Math.max(...this.sequences());
  }

  sequences() {
    return [...this.messages.values()].map((message) => message.sequence);
  }
}

/** Of what is known of a message, that to which the most has happened. */
export function newer(known, message) {
  return known?.version > message.version ? known : message;
}
