// Schedules: what starts by itself, and when.

import { may } from './account.js';
import { api } from './api.js';
import { when } from './facts.js';

/** @typedef {import('./api.js').Schemas} Schemas */

/** @type {import('./operations.js').View<Schemas['ScheduleView'], never>} */
export const schedules = {
  none: 'There are no schedules.',
  read: (query) => api(`/api/schedules?${query}`),
  row: (schedule) => ({
    id: schedule.id,
    title: schedule.id,
    state: schedule.paused ? 'paused' : '',
    facts: [
      schedule.type,
      `${schedule.cron} (${schedule.zone})`,
      `for ${schedule.subject}`,
      when('next', schedule.nextAt),
      schedule.lastAt ? when('last', schedule.lastAt) : 'not yet come true',
    ],
    more: [],
    commands: may('jobs:write') ? commands(schedule) : [],
  }),
};

/** @param {Schemas['ScheduleView']} schedule */
function commands({ id, paused }) {
  const path = `/api/schedules/${encodeURIComponent(id)}`;
  return [
    paused ? { text: 'Resume', path: `${path}/resume` } : { text: 'Pause', path: `${path}/pause` },
    { text: 'Delete', path, method: 'DELETE', question: `Delete the schedule ${id}? What it has started goes on.` },
  ];
}
