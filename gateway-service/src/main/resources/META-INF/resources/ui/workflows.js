// Instances of workflows: their steps, all that they went through, and what may be asked of them.

import { may } from './account.js';
import { api } from './api.js';
import { element } from './dom.js';
import { counted, pill, progressBar, progressOf, remark, titled, when } from './facts.js';

/** @typedef {import('./api.js').Schemas} Schemas */
/** @typedef {Schemas['WorkflowView'] & {history: Schemas['PageHistoryEntry'], progress: Schemas['ProgressView']}} Whole */

const GOES_ON = ['queued', 'running', 'waiting'];
const PAUSED = ['pausing', 'paused'];
const ENDED = ['complete', 'failed', 'cancelled'];

/** In the order in which they are come to. */
export const STATUSES = [...GOES_ON, ...PAUSED, ...ENDED];

/** So much of a history is shown. */
const HISTORY = 200;

const pathOf = (id) => `/api/workflows/${encodeURIComponent(id)}`;

/** @type {import('./operations.js').View<Schemas['WorkflowView'], Whole>} */
export const workflows = {
  none: 'There are no workflows.',
  filter: { parameter: 'status', values: STATUSES },
  read: (query) => api(`/api/workflows?${query}`),
  readWhole,
  row: (workflow, whole) => ({
    id: workflow.id,
    title: workflow.id,
    state: workflow.status,
    facts: [workflow.type, when('begun', workflow.createdAt), when('ended', workflow.endedAt)],
    more: [remark(workflow.error), ...(whole ? details(whole) : [])],
    commands: may('jobs:write') ? commands(workflow, whole) : [],
  }),
};

async function readWhole(id) {
  const path = pathOf(id);
  /** @type {[Schemas['WorkflowView'], Schemas['PageHistoryEntry']]} */
  const [workflow, history] = await Promise.all([api(path), api(`${path}/history?limit=${HISTORY}`)]);
  const mayTell = ['running', 'waiting'].includes(workflow.status);
  const { result, ...rest } = workflow; // it may be large, and is not shown
  return { ...rest, history, progress: mayTell ? await progressOf(path) : null };
}

/** @param {Whole} workflow */
function details({ subject, parent, version, steps, history, progress }) {
  const about = [`for ${subject}`, `version ${version}`, ...(parent ? [`for ${parent}`] : [])];
  return [
    progressBar(progress),
    element('p', { className: 'meta' }, ...about.map((text) => element('span', { textContent: text }))),
    titled('Steps', steps.map(step)),
    titled('History', history.items.map(transition)),
    history.nextCursor ? element('p', { className: 'hint', textContent: `These are the first ${HISTORY} of its history.` }) : null,
  ];
}

/** @param {Schemas['Step']} it */
function step(it) {
  return element(
    'li',
    {},
    element(
      'p',
      { className: 'meta' },
      element('strong', { textContent: it.name }),
      pill(it.status),
      element('span', { textContent: `${it.kind}, ${counted(it.attempts, 'try', 'tries')}` }),
      when('begun', it.startedAt),
      when('ended', it.endedAt),
      when(it.status === 'waiting' ? 'until' : 'next try', it.nextAttemptAt),
    ),
    remark(it.error),
  );
}

/** @param {Schemas['PageHistoryEntry']['items'][number]} entry */
function transition({ at, status, step: ended, actor }) {
  const what = ended ? `${ended} has ended` : status;
  return element('li', { className: 'meta' }, when(actor ? `${what}, by ${actor}` : what, at));
}

/**
 * @param {Schemas['WorkflowView']} workflow
 * @param {Whole} whole null unless it is open
 */
function commands({ id, status }, whole) {
  const path = pathOf(id);
  const stuck = whole?.steps.find((it) => it.status !== 'complete')?.name;
  const mayRestart = status === 'paused' || ENDED.includes(status);
  return [
    GOES_ON.includes(status) && { text: 'Pause', path: `${path}/pause` },
    PAUSED.includes(status) && { text: 'Resume', path: `${path}/resume` },
    mayRestart && {
      text: 'Restart',
      path: `${path}/restart`,
      body: {},
      question: `Run ${id} again from its beginning? What its steps gave is forgotten then.`,
    },
    mayRestart && stuck && {
      text: `Restart from ${stuck}`,
      path: `${path}/restart`,
      body: { from: stuck },
      question: `Run ${id} again from ${stuck}? What was done from there on is done again.`,
    },
    !ENDED.includes(status) && {
      text: 'Cancel',
      path: `${path}/cancel`,
      question: `Cancel ${id}? What it waits for is given up, and so is what it has others do for it.`,
    },
  ].filter(Boolean);
}
