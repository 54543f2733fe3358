// Reactions to messages: who has reacted how, and reacting oneself.

import { me } from './account.js';
import { api } from './api.js';
import { $, act, element, toast } from './dom.js';
import { changed, pathOf } from './edit.js';
import { knownPeople, loadMembers } from './people.js';
import { mayAdd } from './rights.js';
import { room } from './room.js';

/** @typedef {import('./api.js').Schemas} Schemas */

/** What the menu offers beside what is there already, and how it is called. */
const OFFERED = new Map([
  ['👍', 'thumbs up'],
  ['❤️', 'heart'],
  ['😂', 'laughing'],
  ['🎉', 'party'],
  ['👀', 'eyes'],
  ['✅', 'done'],
]);

/** @param {Schemas['ReactionView']} reaction */
const isMine = (reaction) => me !== null && reaction.subjects.includes(me.subject);

/** @param {Schemas['ReactionView']} reaction */
function whoOf({ count, subjects }) {
  const known = knownPeople();
  const names = subjects.map((subject) => (subject === me?.subject ? 'you' : known.get(subject))).filter(Boolean);
  const others = count - names.length;
  const rest = others ? [names.length ? `${others} more` : `${others} ${others === 1 ? 'person' : 'people'}`] : [];
  return [...names, ...rest].join(', ');
}

/**
 * The reactions to a message, each a button that adds one's own or takes it back.
 *
 * @param {Schemas['MessageView']} message
 */
export function reactionsOf(message) {
  const buttons = message.reactions.map((reaction) => {
    const button = element('button', {
      type: 'button',
      className: 'reaction',
      ariaPressed: String(isMine(reaction)),
      textContent: `${reaction.emoji} ${reaction.count}`,
    });
    button.dataset.control = button.dataset.emoji = reaction.emoji;
    name(button, reaction);
    return button;
  });
  return element('div', { className: 'reactions', role: 'group', ariaLabel: 'Reactions' }, ...buttons);
}

/** @param {Schemas['ReactionView']} reaction */
function name(button, reaction) {
  button.title = whoOf(reaction);
  button.ariaLabel = `${reaction.emoji} ${reaction.count}: ${button.title}`;
}

/**
 * What there is to choose from, for the menu of a message; null for who may not react.
 *
 * @param {Schemas['MessageView']} message
 * @param {() => void} chosen
 */
export function emojisFor(message, chosen) {
  if (!mayAdd() || message.hidden) {
    return null;
  }
  const present = message.reactions ?? [];
  const offered = [...OFFERED.keys(), ...present.map(({ emoji }) => emoji).filter((emoji) => !OFFERED.has(emoji))];
  const buttons = offered.map((emoji) => {
    const reaction = present.find((one) => one.emoji === emoji);
    const button = element('button', {
      type: 'button',
      className: 'quiet',
      ariaLabel: `React: ${OFFERED.get(emoji) ?? emoji}`,
      ariaPressed: String(reaction !== undefined && isMine(reaction)),
      textContent: emoji,
    });
    button.addEventListener('click', () => {
      chosen();
      toggle({ id: message.id, emoji });
    });
    return button;
  });
  return element('div', { className: 'emojis', role: 'group', ariaLabel: 'React' }, ...buttons);
}

/**
 * Who has reacted, in words, for whoever has no pointer to hover with; null for nobody.
 *
 * @param {Schemas['MessageView']} message
 */
export function reactedTo(message) {
  const { reactions } = message;
  if (!reactions) {
    return null;
  }
  const lines = reactions.map((reaction) => element('li', { textContent: `${reaction.emoji} ${whoOf(reaction)}` }));
  loadMembers().then(() => lines.forEach((line, i) => (line.textContent = `${reactions[i].emoji} ${whoOf(reactions[i])}`)));
  return element('ul', { className: 'reacted hint', ariaLabel: 'Reactions' }, ...lines);
}

/** Adds one's own reaction to a message, or takes it back. */
const toggle = act(async ({ id, emoji }) => {
  const message = room?.messages.get(id);
  if (!message) {
    return;
  }
  if (!mayAdd()) {
    toast(me ? 'You may only read here.' : 'Reacting needs a key: take one above, it is one click.');
    return;
  }
  const mine = message.reactions?.some((reaction) => reaction.emoji === emoji && isMine(reaction));
  changed(await api(`${pathOf(message)}/reactions/${encodeURIComponent(emoji)}`, { method: mine ? 'DELETE' : 'PUT' }));
});

$('messages').addEventListener('click', (event) => {
  const button = event.target.closest('.reaction');
  if (button) {
    toggle({ id: button.closest('[data-message]').dataset.message, emoji: button.dataset.emoji });
  }
});

/** Whoever wants to know who it was hears also of those who are neither here nor have said anything. */
async function tellWho(event) {
  const button = event.target.closest?.('.reaction');
  if (button) {
    await loadMembers();
    const message = room?.messages.get(button.closest('[data-message]')?.dataset.message);
    const reaction = message?.reactions?.find(({ emoji }) => emoji === button.dataset.emoji);
    if (reaction) {
      name(button, reaction);
    }
  }
}
$('messages').addEventListener('pointerover', tellWho);
$('messages').addEventListener('focusin', tellWho);
