// How what is known of jobs, workflows and schedules is said.

import { api } from './api.js';
import { element, time } from './dom.js';

/** @typedef {import('./api.js').Schemas} Schemas */

const TONES = { dead: 'bad', failed: 'bad', retrying: 'warn', pausing: 'warn', paused: 'warn', done: 'good', complete: 'good' };

/** How something stands, in a word; null if there is nothing to say. */
export function pill(state) {
  return state ? element('span', { className: `pill ${TONES[state] ?? ''}`, textContent: state }) : null;
}

/** When something is or was; null if that is not known. */
export function when(what, iso) {
  return iso ? element('span', {}, `${what} `, time(iso)) : null;
}

export function counted(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}

export function duration(milliseconds) {
  return milliseconds < 1_000 ? `${milliseconds} ms` : `${(milliseconds / 1_000).toLocaleString([], { maximumFractionDigits: 1 })} s`;
}

/** What went wrong, or is worth knowing; null if nothing is. */
export function remark(text) {
  return text ? element('p', { className: 'text', textContent: text }) : null;
}

/** A list with a title of its own; null if nothing is in it. */
export function titled(title, items) {
  return items.length
    ? element('div', {}, element('h3', { textContent: title }), element('ol', { className: 'steps' }, ...items))
    : null;
}

/**
 * How far something is; null where it has not said so.
 *
 * @param {string} path of what it is asked of
 * @returns {Promise<Schemas['ProgressView']>}
 */
export async function progressOf(path) {
  try {
    return await api(`${path}/progress`);
  } catch (problem) {
    if (problem.status !== 404) {
      throw problem;
    }
    return null;
  }
}

/** @param {Schemas['ProgressView']} progress null: nothing is shown */
export function progressBar(progress) {
  if (!progress) {
    return null;
  }
  const { done, total, note } = progress;
  const bar = element('progress', { max: total, value: done, ariaLabel: 'Progress' });
  return element('p', { className: 'meta' }, bar, ` ${note ?? ''} ${done.toLocaleString()} of ${total.toLocaleString()}`);
}
