// Search in all that one may read.

import { goTo } from './address.js';
import { api } from './api.js';
import { $, act, element, say, time } from './dom.js';
import { contentOf, save } from './files.js';

/** @typedef {import('./api.js').Schemas} Schemas */

const PAGE = 20;

let asked = null; // {q, cursor}: answers to other questions are not shown

$('search-form').addEventListener('submit', act(async () => {
  const q = $('search-input').value.trim();
  if (q) {
    closeSearch();
    asked = { q, cursor: null };
    await load();
  }
}));
$('search-more').addEventListener('click', act(async () => {
  const shown = $('search-list').childElementCount;
  await load();
  $('search-list').children[shown]?.focus();
}));
$('search-close').addEventListener('click', closeSearch);

/** What was found is not for everybody: nothing of it stays. */
export function closeSearch() {
  asked = null;
  $('search-results').hidden = true;
  $('search-list').replaceChildren();
}

/** Adds what was found next. */
async function load() {
  const question = asked;
  const { q, cursor } = question;
  /** @type {Schemas['Answer']} */
  const found = await api(`/api/search?${new URLSearchParams({ q, limit: String(PAGE), ...(cursor ? { cursor } : {}) })}`);
  if (question !== asked || question.cursor !== cursor) {
    return;
  }
  question.cursor = found.nextCursor ?? null;
  $('search-list').append(...found.items.map(resultRow));
  $('search-more').hidden = !question.cursor;
  const count = $('search-list').childElementCount;
  const results = `${count || 'No'} result${count === 1 ? '' : 's'}`;
  $('search-title').textContent = question.cursor ? `First ${results}` : results;
  say($('search-title').textContent);
  $('search-results').hidden = false;
}

/** @param {Schemas['Item']} item */
function resultRow(item) {
  const meta = element(
    'p',
    { className: 'meta' },
    element('span', { textContent: item.kind }),
    element('span', { textContent: item.author, dir: 'auto' }),
    time(item.createdAt),
  );
  const row = element('li', { tabIndex: -1 }, meta, snippet(item.snippet || ''));
  if (item.title) {
    row.prepend(element('strong', { textContent: item.title, dir: 'auto' }));
  }
  if (item.kind === 'message') {
    row.append(control('Show message', () => goTo(item.roomId, item.id)));
  } else {
    row.append(element('div', { className: 'actions' },
      control('Download', () => save({ path: contentOf(item.id), name: item.title })),
      item.roomId ? control('Open room', () => goTo(item.roomId)) : null));
  }
  return row;
}

function control(text, does) {
  const button = element('button', { type: 'button', className: 'link', textContent: text });
  button.addEventListener('click', does);
  return button;
}

/** The snippet is escaped HTML with <mark>; it is shown as text, never parsed as HTML. */
function snippet(escaped) {
  const node = element('p', { dir: 'auto' });
  escaped.split(/(<mark>.*?<\/mark>)/s).forEach((part) => {
    const marked = part.match(/^<mark>(.*)<\/mark>$/s);
    node.append(marked ? element('mark', { textContent: unescape(marked[1]) }) : unescape(part));
  });
  return node;
}

function unescape(text) {
  const names = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(lt|gt|quot|apos|amp));/gi, (_, dec, hex, name) =>
    name ? names[name.toLowerCase()] : String.fromCodePoint(dec ? Number(dec) : parseInt(hex, 16)));
}
