// What happens later, for who may see it: queues, jobs, workflows and schedules, and what may be asked of them.

import { isAdmin, may, me } from './account.js';
import { api, Problem } from './api.js';
import { $, act, element, explain, redraw, say } from './dom.js';
import { pill } from './facts.js';
import { installation } from './installation.js';
import { jobs } from './jobs.js';
import { queues } from './queues.js';
import { schedules } from './schedules.js';
import { workflows } from './workflows.js';

/**
 * @typedef {object} Command what may be asked of an item
 * @property {string} text
 * @property {string} path
 * @property {string} [method] POST unless it is another
 * @property {object | (() => object)} [body] a function: what it gives at that moment
 * @property {string} [question] to be answered before it, where it cannot be undone
 */

/**
 * @typedef {object} Row an item as it is shown
 * @property {string} id
 * @property {string} title
 * @property {string} state in a word; empty if there is nothing to say
 * @property {(string | HTMLElement)[]} facts
 * @property {HTMLElement[]} more
 * @property {Command[]} commands
 */

/**
 * @template Item, Whole
 * @typedef {object} View a list of items
 * @property {string} none what is said where there are no items
 * @property {{parameter: string, values: string[]}} [filter] by what is chosen among them, and by their type
 * @property {(query: URLSearchParams) => Promise<{items?: Item[], nextCursor?: string}>} read
 * @property {(id: string) => Promise<Whole>} [readWhole] where they can be opened
 * @property {(item: Item, whole: Whole) => Row} row the whole is null unless it is open
 */

/** @type {Map<string, View<any, any>>} */
const VIEWS = new Map(Object.entries({ queues, jobs, workflows, schedules, installation }));

const PAGE = 25;

/** It is read again after so many milliseconds, while somebody looks at it. */
const EVERY = 15_000;

/** Timers know no longer time than some weeks; whether it is time is looked at again. */
const LONGEST = 3_600_000;

/** What the address named when it was looked at last; null: not this panel. */
let named = null;

/**
 * What is shown; null if nothing may be.
 *
 * @type {View<any, any>}
 */
let view = null;

/** Where the pages begin that lead to the one that is shown. */
let cursors = [null];
let next = null; // cursor of the next page
let opened = null; // id of the item that is shown whole
let types = new Set(); // that were seen in this list
let drawn = ''; // what is drawn: the same is not drawn anew

/** Whether one runs the installation; null: nobody has asked yet. */
let operates = null;

let questions = 0; // how often it was read: the last answer counts
let notBefore = 0; // when the gateway may be asked again, in milliseconds
let timer = 0;

const isMine = () => may('jobs:read');
const inAddress = () => new URLSearchParams(location.search).get('operations');

/** Shows what the address names, to whoever the page works for now; of what others saw nothing stays. */
export async function showOperations() {
  notBefore = 0;
  operates = null;
  $('operations-link').hidden = !isMine();
  await show();
}

/** Where one goes on the page, the panel goes as well. */
export async function followOperations() {
  if (inAddress() !== named) {
    await show();
  }
}

async function show() {
  forget();
  named = inAddress();
  $('operations').hidden = named === null;
  $('operations-known').hidden = !isMine();
  $('operations-guest').hidden = isMine();
  $('operations-why').textContent = me ? 'Your key may not see them.' : 'Sign in, or use your key, to see them.';
  $('operations-sign-in').hidden = me !== null;
  if (named === null || !isMine()) {
    return;
  }
  const question = questions;
  await findOperator();
  if (question === questions) {
    turnTo(wanted());
    await keepUp();
  }
}

/** Who runs the installation is known by its being answered at all; whoever could not be told is asked again. */
async function findOperator() {
  if (!isAdmin()) {
    operates = false;
  } else if (operates === null) {
    const asked = me;
    const answer = await isAnswered(installation);
    operates = asked === me ? answer : operates;
  }
}

/** @returns {Promise<boolean | null>} null: that is not known */
async function isAnswered({ read }) {
  try {
    await read(new URLSearchParams());
    return true;
  } catch (problem) {
    if (!(problem instanceof Problem)) {
      throw problem;
    }
    return [403, 404].includes(problem.status) ? false : null;
  }
}

/** Queues are for admins only, and the installation for who runs it. */
const sees = (name) => (name === 'installation' ? operates === true : name !== 'queues' || isAdmin());

function wanted() {
  const first = isAdmin() ? 'queues' : 'jobs';
  return VIEWS.has(named) && sees(named) ? named : first;
}

function forget() {
  clearTimeout(timer);
  questions++;
  view = null;
  types = new Set();
  goToStart();
  $('operations-filter').reset();
  $('operations-types').replaceChildren();
  $('operations-news').textContent = '';
  clear();
}

/** Nothing is shown until there is an answer. */
function clear() {
  drawn = '';
  $('operations-list').replaceChildren();
  $('operations-empty').textContent = '';
  $('operations-as-of').textContent = '';
  showPages();
}

function goToStart() {
  cursors = [null];
  next = null;
  opened = null;
}

function turnTo(name) {
  view = VIEWS.get(name);
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('#operations-views a'))) {
    link.hidden = !sees(link.dataset.view);
    link.ariaCurrent = link.dataset.view === name ? 'page' : null;
  }
  $('operations-filter').hidden = !view.filter;
  const values = view.filter?.values ?? [];
  $('operations-state').replaceChildren(
    element('option', { value: '', textContent: 'any' }),
    ...values.map((value) => element('option', { value, textContent: value })),
  );
}

// --- what is shown ----------------------------------------------------------------------------------------------

/** Reads what is shown, now and from time to time; not before the gateway may be asked. */
async function keepUp() {
  clearTimeout(timer);
  if (!view || $('operations').hidden) {
    return;
  }
  const question = ++questions;
  const early = notBefore - Date.now();
  let pause = early > 0 ? early : EVERY;
  try {
    if (early <= 0) {
      const [page, whole] = await Promise.all([view.read(query()), lookUp()]);
      if (question === questions) {
        draw(page, whole);
      }
    }
  } catch (problem) {
    if (!(problem instanceof Problem)) {
      throw problem;
    }
    if (question === questions) {
      pause = fail(problem);
    }
  }
  if (question === questions && !document.hidden) {
    timer = setTimeout(keepUp, Math.min(pause, LONGEST));
  }
}

function query() {
  const state = $('operations-state').value;
  const type = $('operations-type').value.trim();
  const cursor = cursors.at(-1);
  return new URLSearchParams({
    limit: String(PAGE),
    ...(state ? { [view.filter.parameter]: state } : {}),
    ...(type ? { type } : {}),
    ...(cursor ? { cursor } : {}),
  });
}

/** What is known of the item that is open; null if none is, or it is not there any more. */
async function lookUp() {
  try {
    return opened && (await view.readWhole(opened));
  } catch (problem) {
    if (problem.status !== 404) {
      throw problem;
    }
    return null;
  }
}

/**
 * Says what went wrong, once.
 *
 * @param {Problem} problem
 * @returns {number} how long to wait
 */
function fail(problem) {
  const text = `Not up to date: ${explain(problem)}`;
  if ($('operations-news').textContent !== text) {
    $('operations-news').textContent = text;
  }
  if (problem.status !== 429 && !problem.isTemporary) {
    return EVERY;
  }
  notBefore = Date.now() + problem.retryAfterMs;
  return Math.max(EVERY, problem.retryAfterMs);
}

/**
 * @param {{items?: any[], nextCursor?: string}} page
 * @param {any} found the item that is to be shown whole, if there is one
 */
function draw({ items, nextCursor }, found) {
  $('operations-news').textContent = '';
  next = nextCursor ?? null;
  const isWritten = isInField($('operations-list')); // what somebody writes at this moment stays as it is
  const whole = items.some((item) => item.id === opened) ? found : null;
  opened = isWritten ? opened : whole && opened;
  const now = JSON.stringify([items, whole]);
  if (!isWritten) {
    $('operations-as-of').textContent = `As of ${new Date().toLocaleTimeString()}.`;
  }
  if (now !== drawn && !isWritten) {
    drawn = now;
    redraw($('operations-list'), items.map((item) => rowOf(item, item.id === opened ? whole : null)), $('operations-title'));
    showTypes(items);
  }
  $('operations-empty').textContent = items.length ? '' : whyNone();
  showPages();
}

/** Whether somebody is writing there. */
const isInField = (node) => node.contains(document.activeElement) && document.activeElement.matches('textarea:not([readonly]), input, select');

const whyNone = () => ($('operations-state').value || $('operations-type').value.trim() ? 'There is none like that.' : view.none);

function showTypes(items) {
  items.forEach((item) => types.add(item.type));
  $('operations-types').replaceChildren(...[...types].map((value) => element('option', { value })));
}

function showPages() {
  $('operations-previous').hidden = cursors.length === 1;
  $('operations-next').hidden = next === null;
}

// --- its items --------------------------------------------------------------------------------------------------

function rowOf(item, whole) {
  const row = view.row(item, whole);
  const node = element(
    'li',
    { tabIndex: -1 },
    element('div', { className: 'head' }, titleOf(row), pill(row.state)),
    element('p', { className: 'meta' }, ...row.facts.map(fact)),
    ...row.more,
    row.commands.length ? element('div', { className: 'actions' }, ...row.commands.map((command) => control(row, command))) : null,
  );
  node.dataset.item = row.id;
  return node;
}

const fact = (it) => (typeof it === 'string' ? element('span', { textContent: it }) : it);

/** @param {Row} row */
function titleOf(row) {
  if (!view.readWhole) {
    return element('strong', { textContent: row.title });
  }
  const button = element('button', { type: 'button', className: 'link', textContent: row.title });
  button.ariaExpanded = String(row.id === opened);
  button.dataset.control = 'open';
  button.addEventListener('click', () => {
    opened = row.id === opened ? null : row.id;
    return keepUp();
  });
  return button;
}

/**
 * @param {Row} row
 * @param {Command} command
 */
function control(row, { text, path, method = 'POST', body, question }) {
  const button = element('button', { type: 'button', className: 'quiet', textContent: text, ariaLabel: `${text}: ${row.title}` });
  button.dataset.control = text;
  button.addEventListener('click', act(async () => {
    if (button.ariaDisabled || (question && !confirm(question))) {
      return;
    }
    button.ariaDisabled = 'true'; // once; it keeps the focus
    try {
      await api(path, { method, body: typeof body === 'function' ? body() : body });
      say(`${text}: done`);
    } finally {
      button.ariaDisabled = null;
      await keepUp();
    }
  }));
  return button;
}

// --- going through it -------------------------------------------------------------------------------------------

function close() {
  history.replaceState(null, '', location.pathname + location.hash);
  show();
  (isMine() ? $('operations-link') : $('key-title')).focus();
}

async function turnPage() {
  opened = null;
  await keepUp();
  $('operations-list').scrollTop = 0;
  $('operations-title').focus(); // the button may be gone
  say(`Page ${cursors.length}`);
}

async function narrow() {
  goToStart();
  clear(); // what is not as it was asked for
  await keepUp();
  sayWhatThereIs();
}

/** Nothing, where there is no answer yet. */
function sayWhatThereIs() {
  if ($('operations-as-of').textContent) {
    say($('operations-empty').textContent || `${$('operations-list').childElementCount} shown`);
  }
}

for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('a[href^="/?operations"]'))) {
  link.addEventListener('click', async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    history.pushState(null, '', link.getAttribute('href') + location.hash);
    const shown = show();
    (link.closest('#operations') ? link : $('operations-title')).focus();
    await shown;
    sayWhatThereIs();
  });
}
$('operations').addEventListener('keydown', (event) => event.key === 'Escape' && !isInField($('operations')) && close());
$('operations-close').addEventListener('click', close);
$('operations-refresh').addEventListener('click', async () => {
  await keepUp();
  say($('operations-news').textContent || $('operations-as-of').textContent);
});
$('operations-filter').addEventListener('change', narrow);
$('operations-filter').addEventListener('submit', (event) => {
  event.preventDefault();
  narrow();
});
$('operations-previous').addEventListener('click', () => {
  cursors.pop();
  return turnPage();
});
$('operations-next').addEventListener('click', () => {
  if (next) {
    cursors.push(next);
    next = null; // until that page is there
    return turnPage();
  }
});
document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : keepUp()));
