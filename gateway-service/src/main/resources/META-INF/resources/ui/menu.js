// What one may do with a message: a button in its row, and the menu that it opens.

import { $, act, element, toast } from './dom.js';
import { beginEdit, mayDelete, mayEdit, remove } from './edit.js';
import { excerpt } from './excerpt.js';
import { icon } from './icons.js';
import { emojisFor, reactedTo } from './reactions.js';
import { reply } from './replies.js';
import { room } from './room.js';

/** @typedef {import('./api.js').Schemas} Schemas */

/** Between the button and its menu, and between the menu and the edge of the window, in pixels. */
const APART = 4;

/** Where the arrow keys lead, from message to message or in the menu; the numbers are added to the present place. */
const STEPS = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1, Home: -Infinity, End: Infinity };

let opened = null; // id of the message
let pressed = null; // that of which the menu was open when its button was pressed

/**
 * The button that opens the menu. Of all of them one is reached by the Tab key, and the arrow keys lead from there to the others.
 *
 * @param {Schemas['MessageView']} message
 */
export function menuButton(message) {
  const properties = {
    type: 'button',
    className: 'more',
    tabIndex: -1,
    ariaLabel: `Actions: ${message.sender.handle}, ${excerpt(message)}`,
    ariaHasPopup: 'dialog',
    ariaExpanded: String(opened === message.id),
  };
  const button = element('button', properties, icon('more'));
  button.dataset.control = 'more';
  return button;
}

/** The list was drawn: the newest message has the tab stop, unless one has been to another. */
export function keepTabStop() {
  const list = $('messages');
  const { activeElement } = document;
  const present = list.querySelector('.more[tabindex="0"]');
  const stop = list.contains(activeElement) && activeElement.matches('.more') ? activeElement : (strayed && present) || all().at(-1);
  if (stop !== present) {
    present?.setAttribute('tabindex', '-1');
    stop?.setAttribute('tabindex', '0');
  }
}

let strayed = false; // from the newest message

/** @returns {HTMLButtonElement[]} */
const all = () => [...$('messages').querySelectorAll('.more')];

const buttonOf = (id) => $('messages').querySelector(`[data-message="${CSS.escape(id)}"] .more`);

// --- the menu ---------------------------------------------------------------------------------------------------

/** @param {Schemas['MessageView']} message */
function open(message) {
  const menu = $('message-menu');
  menu.replaceChildren(...contentOf(message));
  menu.ariaLabel = `${message.sender.handle}: ${excerpt(message)}`;
  opened = message.id;
  menu.showPopover();
  place();
  menu.querySelector('button').focus({ preventScroll: true });
}

/** @param {Schemas['MessageView']} message */
function contentOf(message) {
  return [
    emojisFor(message, () => $('message-menu').hidePopover()),
    mayReply(message) ? action('Reply', () => reply(latest(message))) : null,
    mayEdit(message) ? action('Edit', () => beginEdit(latest(message))) : null,
    message.hidden ? null : action('Copy link', () => copyLink(message)),
    mayDelete(message) ? action('Delete', () => remove(message), 'bad') : null,
    reactedTo(message),
  ].filter((node) => node !== null);
}

/** It may have been changed since the menu was opened. */
const latest = (message) => room.messages.get(message.id) ?? message;

/** Whoever may write at all may. */
const mayReply = (message) => !$('composer').hidden && !message.hidden;

/** Whether there is anything in the menu of a message. */
export const hasMenu = (message) => !message.deleted && (!message.hidden || mayDelete(message));

function action(text, does, tone = '') {
  const button = element('button', { type: 'button', className: `quiet ${tone}`, textContent: text });
  button.addEventListener('click', () => {
    $('message-menu').hidePopover();
    does();
  });
  return button;
}

const copyLink = act(async (message) => {
  const link = `${location.origin}/?${new URLSearchParams({ room: room.id, message: message.id })}`;
  try {
    await navigator.clipboard.writeText(link);
    toast('The link is copied.', true);
  } catch {
    toast(link, true);
  }
});

/** Below its button, or above it where there is no room; it stays there when the list moves. */
function place() {
  const menu = $('message-menu');
  const button = opened === null ? null : buttonOf(opened);
  if (!button) {
    return;
  }
  const at = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + APART;
  const top = below + height + APART <= innerHeight ? below : Math.max(APART, at.top - APART - height);
  menu.style.left = `${Math.max(APART, Math.min(at.right - width, innerWidth - width - APART))}px`;
  menu.style.top = `${Math.min(top, innerHeight - height - APART)}px`;
}

$('message-menu').addEventListener('toggle', ({ newState }) => {
  if (newState === 'open') {
    opened !== null && buttonOf(opened)?.setAttribute('aria-expanded', 'true');
  } else if (opened !== null) {
    const button = buttonOf(opened);
    opened = null;
    button?.setAttribute('aria-expanded', 'false');
    if (document.activeElement === document.body) {
      button?.focus({ preventScroll: true }); // the one that opened it was drawn anew
    }
  }
});
$('message-menu').addEventListener('keydown', (event) => step(event, [...$('message-menu').querySelectorAll('button')]));
$('log').addEventListener('scroll', place, { passive: true });
window.addEventListener('scroll', place, { passive: true });
window.addEventListener('resize', place, { passive: true });

// A press beside the menu closes it; on its own button it is not to open it again.
$('messages').addEventListener('pointerdown', (event) => {
  pressed = event.target.closest('.more') ? opened : null;
});
$('messages').addEventListener('click', (event) => {
  const message = event.target.closest('.more') && room?.messages.get(event.target.closest('[data-message]').dataset.message);
  if (message && message.id !== pressed) {
    open(message);
  }
  pressed = null;
});
$('messages').addEventListener('keydown', (event) => event.target.closest('.more') && step(event, all()));
$('messages').addEventListener('focusin', (event) => {
  const button = event.target.closest('.more');
  if (button) {
    strayed = button !== all().at(-1);
    keepTabStop();
  }
});

/** @param {KeyboardEvent} event */
function step(event, buttons) {
  const by = STEPS[event.key];
  if (by !== undefined) {
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement);
    buttons[Math.min(Math.max(at + by, 0), buttons.length - 1)]?.focus();
  }
}
