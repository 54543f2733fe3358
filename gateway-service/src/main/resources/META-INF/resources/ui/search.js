// Search in all that one may read.

import { goTo } from './address.js';
import { api } from './api.js';
import { $, act, element, time } from './dom.js';

/** @typedef {import('./api.js').Schemas} Schemas */

let searches = 0; // only the last one's answer is shown

$('search-form').addEventListener('submit', act(async () => {
  const q = $('search-input').value.trim();
  if (!q) {
    return;
  }
  const search = ++searches;
  /** @type {Schemas['Answer']} */
  const found = await api(`/api/search?${new URLSearchParams({ q, limit: '20' })}`);
  if (search !== searches) {
    return;
  }
  $('search-title').textContent = `${found.items.length || 'No'} result${found.items.length === 1 ? '' : 's'}`;
  $('search-list').replaceChildren(...found.items.map(resultRow));
  $('search-results').hidden = false;
}));
$('search-close').addEventListener('click', closeSearch);

/** What was found is not for everybody: nothing of it stays. */
export function closeSearch() {
  searches++;
  $('search-results').hidden = true;
  $('search-list').replaceChildren();
}

/** @param {Schemas['Item']} item */
function resultRow(item) {
  const meta = element('p', { className: 'meta' }, element('span', { textContent: item.kind }), author(item), time(item.createdAt));
  const row = element('li', {}, meta, snippet(item.snippet || ''));
  if (item.title) {
    row.prepend(element('strong', { textContent: item.title }));
  }
  if (item.roomId) {
    const link = element('button', { type: 'button', className: 'link', textContent: 'Open room' });
    link.addEventListener('click', () => goTo(item.roomId));
    row.append(link);
  }
  return row;
}

function author(item) {
  const name = item.author?.handle ?? item.author;
  return name ? element('span', { textContent: name }) : null;
}

/** The snippet is escaped HTML with <mark>; it is shown as text, never parsed as HTML. */
function snippet(escaped) {
  const node = element('p');
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
