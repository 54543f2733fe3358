// What stands between messages: lines that name the day, and the one where reading stopped.

import { element } from './dom.js';
import { draw } from './log.js';
import { isMine } from './rights.js';
import { newAfter } from './unread.js';

/** A little behind midnight, in milliseconds: clocks and timers are not exact. */
const BEHIND = 1_000;

/**
 * Adds the lines to what is to be seen, in its order. Of a mark `mark` is the id; another one has another text.
 *
 * @param {any[]} rows
 */
export function withMarks(rows) {
  const after = newAfter();
  let ends = -Infinity; // the day of the row before
  let isPast = after === null;
  return rows.flatMap((row) => {
    if (!row.createdAt) {
      return [row];
    }
    const marks = [];
    const at = Date.parse(row.createdAt);
    if (at >= ends) {
      const date = new Date(at);
      const begins = startOf(date).getTime();
      ends = startOf(date, 1).getTime();
      marks.push({ mark: `day-${begins}-${nameOf(begins)}`, name: nameOf(begins) });
    }
    if (!isPast && row.sequence > after && !isMine(row)) {
      isPast = true;
      marks.push({ mark: 'new', name: 'New' });
    }
    return [...marks, row];
  });
}

/** @param {{mark: string, name: string}} mark */
export function markRow({ mark, name }) {
  return element('li', { className: mark === 'new' ? 'mark new' : 'mark day' }, element('span', { textContent: name }));
}

/** @param {Date} date */
const startOf = (date, days = 0) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);

/** A day as people call it. */
function nameOf(begins) {
  const now = new Date();
  if (begins === startOf(now).getTime()) {
    return 'Today';
  }
  if (begins === startOf(now, -1).getTime()) {
    return 'Yesterday';
  }
  const date = new Date(begins);
  const year = date.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return date.toLocaleDateString([], { weekday: 'long', day: 'numeric', month: 'long', year });
}

/** Days have other names from midnight on. */
function awaitMidnight() {
  const now = new Date();
  setTimeout(() => {
    draw();
    awaitMidnight();
  }, startOf(now, 1).getTime() - now.getTime() + BEHIND);
}
awaitMidnight();

// A machine that slept has missed midnight.
document.addEventListener('visibilitychange', () => document.hidden || draw());
