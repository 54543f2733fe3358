// Small things that all parts of the page need.

import { Problem } from './api.js';
import { icon } from './icons.js';

/** Long enough for screen readers to notice it; nobody is to find it later beside what it is about. */
const SAID_FOR = 10_000;

/** So long stays what is told in a corner of the window, in milliseconds; and so much longer while one is at it. */
const NOTE_STAYS = 3_500;
const ALERT_STAYS = 8_000;
const STAYS_LONGER = 2_000;

/** @returns {any} whatever kind of element it is */
export const $ = (id) => document.getElementById(id);

export function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** An id that nobody else makes. */
export function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}

/** When something was, as people read it: today the clock is enough, and this year the day. */
export function time(iso) {
  const date = new Date(iso);
  const now = new Date();
  const node = clock(iso);
  if (date.toDateString() !== now.toDateString()) {
    const year = date.getFullYear() === now.getFullYear() ? undefined : 'numeric';
    node.prepend(`${date.toLocaleDateString([], { day: 'numeric', month: 'short', year })}, `);
  }
  return node;
}

/** The time of a day that is named elsewhere. */
export function clock(iso) {
  const date = new Date(iso);
  return element('time', {
    dateTime: iso,
    title: date.toLocaleString([], { dateStyle: 'full', timeStyle: 'medium' }),
    textContent: date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }),
  });
}

/**
 * Draws a list anew; the focus stays where it is, or goes on to what has taken its place. Its items, and the controls in
 * them, are known by `data-item` and `data-control`.
 *
 * @param {HTMLElement} list
 * @param {HTMLElement[]} rows
 * @param {HTMLElement} otherwise has the focus if nothing is left
 */
export function redraw(list, rows, otherwise) {
  const focused = /** @type {HTMLElement} */ (document.activeElement);
  /** @type {HTMLElement} */
  const before = list.contains(focused) ? focused.closest('[data-item]') : null;
  const place = [...list.children].indexOf(before);
  list.replaceChildren(...rows);
  if (before) {
    const now = named(list, 'item', before) ?? list.children[place] ?? list.lastElementChild;
    const next = named(now, 'control', focused) ?? now ?? otherwise;
    next.focus();
  }
}

/** What in a node has the same name as something else. */
function named(node, name, { dataset }) {
  return node?.querySelector(`[data-${name}="${CSS.escape(dataset[name])}"]`);
}

/**
 * Whether this is the Enter that sends. Input methods end a word with it, which Safari tells by the code alone; on a touch
 * screen it begins a line, and a button sends, or Enter with Ctrl or Cmd.
 *
 * @param {KeyboardEvent} event
 */
export function isSending(event) {
  const composes = event.isComposing || event.keyCode === 229;
  const isMeant = event.ctrlKey || event.metaKey || !matchMedia('(pointer: coarse)').matches;
  return event.key === 'Enter' && !event.shiftKey && !composes && isMeant;
}

/** Tells something to who hears the page instead of seeing it. */
export function say(text) {
  const node = element('p', { textContent: text });
  $('said').append(node);
  setTimeout(() => node.remove(), SAID_FOR);
}

/** Tells something in a corner of the window: what went wrong, or just a note. It goes when it is dismissed, or by itself. */
export function toast(text, note = false) {
  const button = element('button', { type: 'button', className: 'quiet', ariaLabel: 'Dismiss' }, icon('close'));
  const node = element('div', { className: note ? 'toast note' : 'toast' }, element('p', { textContent: text }), button);
  const leave = () => {
    if (node.matches(':hover, :focus-within')) {
      setTimeout(leave, STAYS_LONGER);
    } else {
      node.remove();
    }
  };
  button.addEventListener('click', () => {
    const hadFocus = node.contains(document.activeElement);
    node.remove();
    if (hadFocus) {
      cameFrom?.focus({ preventScroll: true });
    }
  });
  $(note ? 'notes' : 'alerts').append(node);
  setTimeout(leave, note ? NOTE_STAYS : ALERT_STAYS);
}

let cameFrom = null; // what had the focus before a toast

$('toasts').addEventListener('focusin', ({ relatedTarget }) => {
  if (!$('toasts').contains(relatedTarget)) {
    cameFrom = relatedTarget;
  }
});

/**
 * What went wrong, with all that is wrong with what was sent.
 *
 * @param {Problem} problem
 */
export function explain(problem) {
  return [problem.message, ...problem.errors.map((e) => `${e.parameter || e.pointer || ''} ${e.detail}`.trim())].join('\n');
}

/** As `act`, but once at a time: a second click changes nothing. */
export function actOnce(work) {
  let isRunning = false;
  const run = act(async (event) => {
    if (!isRunning) {
      isRunning = true;
      try {
        await work(event);
      } finally {
        isRunning = false;
      }
    }
  });
  return run;
}

/** Runs something that a person asked for, and says so if it fails. */
export function act(work) {
  return async (event) => {
    event?.preventDefault?.();
    try {
      await work(event);
    } catch (problem) {
      if (!(problem instanceof Problem)) {
        throw problem;
      }
      toast(explain(problem));
    }
  };
}
