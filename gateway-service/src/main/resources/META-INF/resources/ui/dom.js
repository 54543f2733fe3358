// Small things that all parts of the page need.

import { Problem } from './api.js';

/** Long enough for screen readers to notice it; nobody is to find it later beside what it is about. */
const SAID_FOR = 10_000;

/** @returns {any} whatever kind of element it is */
export const $ = (id) => document.getElementById(id);

export function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** When something was, as people read it: today the clock is enough. */
export function time(iso) {
  const date = new Date(iso);
  const sameDay = date.toDateString() === new Date().toDateString();
  const clock = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return element('time', {
    dateTime: iso,
    title: date.toLocaleString(),
    textContent: sameDay ? clock : `${date.toLocaleDateString([], { day: 'numeric', month: 'short' })}, ${clock}`,
  });
}

/** Tells something to who hears the page instead of seeing it. */
export function say(text) {
  const node = element('p', { textContent: text });
  $('said').append(node);
  setTimeout(() => node.remove(), SAID_FOR);
}

export function toast(text, note = false) {
  const node = element('p', { className: note ? 'toast note' : 'toast', textContent: text });
  $('toasts').append(node);
  setTimeout(() => node.remove(), note ? 3_500 : 8_000);
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
      toast([problem.message, ...problem.errors.map((e) => `${e.parameter || e.pointer || ''} ${e.detail}`.trim())].join('\n'));
    }
  };
}
