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
  row: (job, whole) => {
    const payload = whole && payloadOf(whole);
    return {
      id: job.id,
      title: job.type,
      state: job.state,
      facts: [
        `class ${job.class}`,
        counted(job.attempts, 'try', 'tries'),
        when('added', job.createdAt),
        when('next try', job.nextAttemptAt),
      ],
      more: [remark(job.note), ...(whole ? details(whole) : []), payload],
      commands: may('jobs:write') ? commands(job, payload) : [],
    };
  },
};

/** What was written instead of a payload, which outlives that the list is drawn anew. */
let draft = { id: null, text: '' };

/**
 * What the job works on, to be changed where it was given up; null where it is not shown.
 *
 * @param {Whole} job
 */
function payloadOf({ id, type, state, payload }) {
  if (payload === undefined) {
    return null;
  }
  const value = draft.id === id ? draft.text : JSON.stringify(payload, null, 2);
  const readOnly = !GIVEN_UP.includes(state);
  const area = element('textarea', { value, readOnly, rows: 8, spellcheck: false, ariaLabel: `What it works on: ${type}` });
  area.dataset.control = 'payload';
  area.addEventListener('input', () => (draft = { id, text: area.value }));
  return area;
}

/** As JSON, if it is some: else the service says what is wrong. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

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
 * @param {HTMLTextAreaElement | null} payload where it is shown
 */
function commands({ id, type, state }, payload) {
  const isGivenUp = GIVEN_UP.includes(state);
  return [
    state === 'retrying' && { text: 'Try now', path: `${pathOf(id)}/retry` },
    isGivenUp && !isAdmin() && { text: 'Try again', path: `${pathOf(id)}/retry` },
    isGivenUp && isAdmin() && { text: 'Replay', path: `${pathOf(id)}/replay`, body: {} },
    isGivenUp && payload && {
      text: 'Replay with this',
      path: `${pathOf(id)}/replay`,
      body: () => ({ payload: parsed(payload.value) }),
    },
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
