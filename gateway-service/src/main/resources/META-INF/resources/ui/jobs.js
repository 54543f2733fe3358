// Jobs: what became of each, and what may be asked of it.

import { isAdmin, may } from './account.js';
import { api } from './api.js';
import { element } from './dom.js';
import { counted, progressBar, progressOf, remark, titled, when } from './facts.js';

/** @typedef {import('./api.js').Schemas} Schemas */
/** @typedef {Schemas['JobView'] & {progress: Schemas['ProgressView']}} Whole a job, with how far it is */

const OPEN = ['queued', 'running', 'retrying', 'paused'];
const GIVEN_UP = ['dead', 'cancelled'];

const pathOf = (id) => `/api/jobs/${encodeURIComponent(id)}`;

/** @type {import('./operations.js').View<Schemas['JobView'], Whole>} */
export const jobs = {
  none: 'There are no jobs.',
  filter: { parameter: 'state', values: [...OPEN, 'done', ...GIVEN_UP, 'discarded'] },
  read: (query) => api(`/api/jobs?${query}`),
  readWhole: async (id) => {
    /** @type {Schemas['JobView']} */
    const job = await api(pathOf(id));
    return { ...job, progress: job.state === 'running' ? await progressOf(pathOf(id)) : null };
  },
  row: (job, whole) => ({
    id: job.id,
    title: job.type,
    state: job.state,
    facts: [
      `class ${job.class}`,
      counted(job.attempts, 'try', 'tries'),
      when('added', job.createdAt),
      when('next try', job.nextAttemptAt),
    ],
    more: [remark(job.note), ...(whole ? details(whole) : [])],
    commands: may('jobs:write') ? commands(job) : [],
  }),
};

/** @param {Whole} job */
function details(job) {
  return [
    progressBar(job.progress),
    element(
      'p',
      { className: 'meta' },
      element('span', { textContent: `id ${job.id}` }),
      element('span', { textContent: `for ${job.subject}` }),
      when('begun', job.startedAt),
      when('ended', job.endedAt),
    ),
    titled('What was asked of it', job.actions.map(action)),
  ];
}

/** @param {Schemas['JobView']['actions'][number]} done */
function action(done) {
  return element('li', { className: 'meta' }, when(`${done.action} by ${done.actor}`, done.at));
}

/**
 * For a dead or cancelled job, admins have a replay, which its organisation's audit trail tells of; its owner tries it again.
 *
 * @param {Schemas['JobView']} job
 */
function commands({ id, type, state }) {
  const isGivenUp = GIVEN_UP.includes(state);
  return [
    state === 'retrying' && { text: 'Try now', path: `${pathOf(id)}/retry` },
    isGivenUp && !isAdmin() && { text: 'Try again', path: `${pathOf(id)}/retry` },
    isGivenUp && isAdmin() && { text: 'Replay', path: `${pathOf(id)}/replay`, body: {} },
    OPEN.includes(state) && {
      text: 'Cancel',
      path: `${pathOf(id)}/cancel`,
      question: `Cancel this job (${type})? What it was to work on may be forgotten then.`,
    },
    state === 'dead' && {
      text: 'Discard',
      path: `${pathOf(id)}/discard`,
      question: `Discard this job (${type})? It cannot be tried again then.`,
    },
  ].filter(Boolean);
}
