// The classes of an organisation's jobs, for its admins: how much waits, and whether it begins.

import { may } from './account.js';
import { api } from './api.js';
import { element } from './dom.js';
import { counted, duration, when } from './facts.js';

/** @typedef {import('./api.js').Schemas} Schemas */

/**
 * A class of jobs.
 *
 * @typedef {Schemas['QueueFigures'] & {id: string, ended: Schemas['EndedJobs'] & {since: string}}} Queue with what ended in the
 *   last hour, or of late if that is much; null if that is nothing
 */

const OPEN = ['queued', 'running', 'retrying', 'paused'];

/** Paused for all tenants; that is nobody's here to end. */
const OPERATOR = 'operator';

/** @type {import('./operations.js').View<Queue, never>} */
export const queues = {
  none: 'There are no queues.',
  read: async () => {
    /** @type {Schemas['Operations']} */
    const { queues: items, endedJobs } = await api('/api/operations');
    return { items: withEnded(items, endedJobs) };
  },
  row: (queue) => ({
    id: queue.id,
    title: queue.id,
    state: queue.pausedBy ? 'paused' : '',
    facts: [...standing(queue), ...pause(queue)],
    more: queue.ended ? [lately(queue)] : [],
    commands: may('jobs:write') ? [command(queue)] : [],
  }),
};

/**
 * @param {Schemas['QueueFigures'][]} items
 * @param {Schemas['EndedEndedJobs']} endedJobs
 * @returns {Queue[]}
 */
export function withEnded(items, endedJobs) {
  const ended = new Map(endedJobs.items.map((item) => [item.class, { ...item, since: endedJobs.since }]));
  return items.map((queue) => ({ ...queue, id: queue.class, ended: ended.get(queue.class) ?? null }));
}

/** @param {Schemas['QueueFigures']} queue */
export function standing({ jobs, oldestOpen, oldestDue }) {
  const open = OPEN.reduce((sum, state) => sum + (jobs[state] ?? 0), 0);
  return [
    `${open} open`,
    `${jobs.running ?? 0} running`,
    `${jobs.dead ?? 0} dead`,
    when('oldest', oldestOpen),
    when('due since', oldestDue),
  ];
}

/** @param {Schemas['QueueFigures']} queue */
export function pause({ pausedBy, pausedAt }) {
  return pausedBy ? [when(`paused by ${pausedBy === OPERATOR ? 'the operator' : pausedBy}`, pausedAt)] : [];
}

/** @param {Queue} queue */
export function lately({ ended: { done, dead, failedTries, waitedMs, triedMs, since } }) {
  const came = `${done} done, ${dead} dead, ${counted(failedTries, 'try', 'tries')} failed`;
  return element(
    'p',
    { className: 'meta' },
    when(`${came} since`, since),
    half('waited', waitedMs),
    half('took', triedMs),
  );
}

/** @param {Schemas['Percentiles']} of absent where none of them did */
function half(what, of) {
  return of ? element('span', { textContent: `half of them ${what} ${duration(of.p50)} at most` }) : null;
}

/** @param {Queue} queue */
function command(queue) {
  const isOwn = queue.pausedBy && queue.pausedBy !== OPERATOR;
  const path = `/api/queues/${encodeURIComponent(queue.class)}`;
  return isOwn ? { text: 'Resume', path: `${path}/resume` } : { text: 'Pause', path: `${path}/pause` };
}
