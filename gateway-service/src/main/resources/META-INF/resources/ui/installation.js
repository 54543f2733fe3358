// All that happens later in the installation, in numbers: for who runs it. To everybody else there is no such thing.

import { api } from './api.js';
import { when } from './facts.js';
import { lately, pause, standing, withEnded } from './queues.js';
import { STATUSES } from './workflows.js';

/** @typedef {import('./api.js').Schemas} Schemas */

/**
 * @typedef {object} Part of the installation
 * @property {string} id which is its title, too
 * @property {'lane' | 'queue' | 'workflow' | 'schedules' | 'consumer' | 'waiting'} kind
 * @property {any} figures
 */

/** @type {Record<Part['kind'], (figures: any) => Partial<import('./operations.js').Row>>} */
const ROWS = { lane, queue, workflow, schedules, consumer, waiting };

/** @type {import('./operations.js').View<Part, never>} */
export const installation = {
  none: 'There is nothing.',
  read: async () => ({ items: parts(await api('/api/operations/installation')) }),
  row: ({ id, kind, figures }) => ({ id, title: id, state: '', facts: [], more: [], commands: [], ...ROWS[kind](figures) }),
};

/**
 * @param {Schemas['Figures']} all
 * @returns {Part[]}
 */
function parts(all) {
  return [
    ...all.lanes.map((figures) => part('lane', `Lane ${figures.lane}`, figures)),
    ...withEnded(all.queues, all.jobs).map((figures) => part('queue', `Jobs of ${figures.class}`, figures)),
    ...all.instances.map((figures) => part('workflow', `Workflows ${figures.type}`, figures)),
    part('schedules', 'Schedules', all.schedules),
    ...all.consumers.map((figures) => part('consumer', `${figures.topic} for ${figures.group}`, figures)),
    part('waiting', 'Events that have not left', all.outbox),
    part('waiting', 'Dead letters', all.deadLetters),
  ];
}

/**
 * @param {Part['kind']} kind
 * @param {string} id
 * @returns {Part}
 */
const part = (kind, id, figures) => ({ id, kind, figures });

/** @param {Schemas['LaneFigures']} it */
function lane({ running, places, due, oldestDue }) {
  return { facts: [`${running} running`, `${places} places`, `${due} waiting for one`, when('since', oldestDue)] };
}

/** @param {import('./queues.js').Queue} it */
function queue(it) {
  return {
    state: it.pausedBy ? 'paused' : '',
    facts: [...standing(it), ...pause(it)],
    more: it.ended ? [lately(it)] : [],
  };
}

/** @param {Schemas['WorkflowFigures']} it */
function workflow({ instances, oldestOpen }) {
  const present = STATUSES.filter((status) => instances[status]);
  return { facts: [...present.map((status) => `${instances[status]} ${status}`), when('oldest', oldestOpen)] };
}

/** @param {Schemas['ScheduleFigures']} it */
function schedules({ active, paused, late, nextAt }) {
  return { facts: [`${active} active`, `${paused} paused`, `${late} late`, when('next', nextAt)] };
}

/** @param {Schemas['Lag']} it */
function consumer({ records }) {
  return { facts: [`${records} behind`] };
}

/** @param {Schemas['Waiting']} it */
function waiting({ rows, oldest }) {
  return { facts: [`${rows}`, when('since', oldest)] };
}
