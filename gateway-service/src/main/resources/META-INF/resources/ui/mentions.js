// Naming people: @ suggests whom, and what names oneself stands out.

import { me } from './account.js';
import { $, element, say } from './dom.js';
import { knownPeople, loadMembers } from './people.js';
import { room } from './room.js';

/** How many are suggested, and how many a message may name. */
const SUGGESTED = 6;
const MOST = 20;

/** What is begun to be written before the caret. Names may have spaces, what one looks for has none. */
const BEGUN = /(?<=^|[\s(])@([^\s@]{0,40})$/u;

// --- in messages ------------------------------------------------------------------------------------------------

/** Where a text names one of some people. */
function naming(handles) {
  const longestFirst = [...handles].sort((a, b) => b.length - a.length);
  const names = longestFirst.map((handle) => handle.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}])@(?:${names})(?![\\p{L}\\p{N}])`, 'giu');
}

/** The people whom a text names, of those whom the page knows and those whom it named before; undefined for nobody. */
export function mentionsIn(text, before = []) {
  const known = new Map([...before, ...(me ? knownPeople().values() : [])].map((handle) => [`@${handle}`, handle]));
  if (!known.size) {
    return undefined;
  }
  const named = (text.match(naming(known.values())) ?? []).map((name) => known.get(name)).filter(Boolean);
  return named.length ? [...new Set(named)].slice(0, MOST) : undefined;
}

/** Whether a message names who uses the page. */
export const namesMe = (message) => me !== null && Boolean(message.mentions?.includes(me.handle));

/**
 * The text of a message, with those whom it names.
 *
 * @param {{content: string, mentions?: string[]}} message
 * @returns {(string | HTMLElement)[]}
 */
export function partsOf({ content, mentions }) {
  if (!mentions?.length) {
    return [content];
  }
  const parts = [];
  let from = 0;
  for (const found of content.matchAll(naming(mentions))) {
    const isMe = me !== null && found[0] === `@${me.handle}`;
    parts.push(content.slice(from, found.index), element(isMe ? 'mark' : 'span', { className: 'mention', textContent: found[0], dir: 'auto' }));
    from = found.index + found[0].length;
  }
  return [...parts, content.slice(from)];
}

// --- suggestions ------------------------------------------------------------------------------------------------

let chosen = 0; // which one of those that are suggested
let dismissed = -1; // where the @ stands to which none are wanted

const options = () => /** @type {HTMLElement[]} */ ([...$('suggested').children]);

const isOpen = () => !$('suggested').hidden;

/** What is begun before the caret, and where; null for nothing. */
function begun() {
  const field = $('draft');
  const found = field.selectionStart === field.selectionEnd ? BEGUN.exec(field.value.slice(0, field.selectionStart)) : null;
  return found && { query: found[1].toLowerCase(), at: found.index };
}

/** Those whose name, or a part of it, begins so; those first who were heard of last. */
function matching(query) {
  const others = [...knownPeople()].filter(([subject]) => subject !== me?.subject && !subject.startsWith('system:'));
  const handles = [...new Set(others.map(([, handle]) => handle))];
  return handles.filter((handle) => begins(handle.toLowerCase(), query)).slice(0, SUGGESTED);
}

/** Whether a name, or one of its words, begins so. */
function begins(name, query) {
  return name.startsWith(query) || name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(query));
}

async function suggest() {
  const asked = room;
  if (me && begun() && begun().at !== dismissed) {
    show(matching(begun().query));
    await loadMembers();
  }
  const now = begun();
  if (!me || !now || now.at === dismissed || asked !== room) {
    dismissed = now ? dismissed : -1;
    stopSuggesting();
  } else {
    show(matching(now.query));
  }
}

function show(handles) {
  if (!handles.length) {
    stopSuggesting();
    return;
  }
  const present = options().map((option) => option.dataset.handle);
  if (isOpen() && present.join('\n') === handles.join('\n')) {
    return;
  }
  if (!isOpen()) {
    say(`${handles.length === 1 ? 'One suggestion' : `${handles.length} suggestions`}: the arrow keys choose, Enter takes it.`);
  }
  $('suggested').replaceChildren(...handles.map((handle, i) => {
    const option = element('li', { id: `suggested-${i}`, role: 'option', textContent: `@${handle}`, dir: 'auto' });
    option.dataset.handle = handle;
    return option;
  }));
  $('suggested').hidden = false;
  choose(0);
}

/** What was begun in the field is not there any more. */
export function stopSuggesting() {
  $('suggested').hidden = true;
  $('suggested').replaceChildren();
  $('draft').removeAttribute('aria-activedescendant');
}

function choose(place) {
  const all = options();
  chosen = (place + all.length) % all.length;
  all.forEach((option, i) => (option.ariaSelected = String(i === chosen)));
  $('draft').setAttribute('aria-activedescendant', all[chosen].id);
  all[chosen].scrollIntoView({ block: 'nearest' });
}

/** Puts the name in the place of what was begun. */
function take(option) {
  const field = $('draft');
  const now = begun();
  const { handle } = option.dataset;
  stopSuggesting();
  if (now) {
    field.setRangeText(`@${handle} `, now.at, field.selectionStart, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  field.focus();
}

const KEYS = {
  ArrowUp: () => choose(chosen - 1),
  ArrowDown: () => choose(chosen + 1),
  Enter: () => take(options()[chosen]),
  Tab: () => take(options()[chosen]),
  Escape: () => {
    dismissed = begun()?.at ?? -1;
    stopSuggesting();
  },
};

// Before the field itself hears of it, for which Enter sends.
$('composer').addEventListener('keydown', (event) => {
  const does = isOpen() && event.target === $('draft') && !event.isComposing && !event.shiftKey && KEYS[event.key];
  if (does) {
    event.preventDefault();
    event.stopPropagation();
    does();
  }
}, true);
$('draft').addEventListener('input', suggest);
$('draft').addEventListener('click', suggest);
$('draft').addEventListener('keyup', (event) => ['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key) && suggest());
$('draft').addEventListener('blur', stopSuggesting);
$('suggested').addEventListener('pointerdown', (event) => event.preventDefault()); // the field keeps the focus
$('suggested').addEventListener('click', (event) => {
  const option = event.target.closest('[role=option]');
  if (option) {
    take(option);
  }
});
