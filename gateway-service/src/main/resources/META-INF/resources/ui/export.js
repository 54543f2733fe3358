// An export that somebody follows from a notification: how far it is, and its documents.

import { api, Problem, key, session } from './api.js';
import { $, element } from './dom.js';
import { save } from './files.js';

/** @typedef {import('./api.js').Schemas} Schemas */

const EVERY = 3_000;

let timer = 0;
let questions = 0; // how often it was asked for: the last answer counts

/** Shows the export that the address names to whoever the page works for now; it stays in the address for who signs in first. */
export async function showExport() {
  clearTimeout(timer);
  const question = ++questions;
  const id = new URLSearchParams(location.search).get('export');
  $('export').hidden = id === null;
  if (id === null) {
    return;
  }
  try {
    /** @type {Schemas['ExportView']} */
    const view = await api(`/api/exports/${encodeURIComponent(id)}`);
    if (question !== questions) {
      return;
    }
    draw(view);
    if (!view.endedAt) {
      timer = setTimeout(showExport, EVERY);
    }
  } catch (problem) {
    if (!(problem instanceof Problem)) {
      throw problem;
    }
    if (question !== questions) {
      return;
    }
    if (problem.isTemporary) {
      timer = setTimeout(showExport, problem.retryAfterMs);
    } else {
      say('An export', refusal(problem));
    }
  }
}

function refusal(problem) {
  if (!key.get() && !session.get()) {
    return 'Sign in, or use the key with which you asked for it, to see it.';
  }
  return problem.status === 404 ? 'There is none with this address in the organisation that you work in.' : problem.message;
}

/** @param {Schemas['ExportView']} view */
function draw(view) {
  say(view.title, about(view));
  $('export-files').replaceChildren(...(view.files ?? []).map(row));
}

/** @param {Schemas['ExportView']} view */
function about(view) {
  const until = new Date(view.expiresAt).toLocaleString([], { dateStyle: 'long', timeStyle: 'short' });
  if (view.error) {
    return `It has failed: ${view.error}.`;
  }
  if (view.files?.length) {
    return `It is ready, and kept until ${until}.`;
  }
  return view.endedAt ? `It is ${view.status}: there is nothing to download.` : `${view.activity}, ${view.progress} %`;
}

/** @param {Schemas['Result']} file */
function row(file) {
  const button = element('button', { type: 'button', textContent: `${file.name} (${kibibytes(file.sizeBytes)})` });
  button.addEventListener('click', () => save({ path: file.content, name: file.name }));
  return element('li', {}, button);
}

const kibibytes = (bytes) => `${Math.ceil(bytes / 1024).toLocaleString()} KiB`;

function say(title, about) {
  $('export-title').textContent = title;
  $('export-about').textContent = about;
  $('export-sign-in').hidden = Boolean(key.get() || session.get());
  $('export-files').replaceChildren();
}

$('export-close').addEventListener('click', () => {
  history.replaceState(null, '', location.pathname + location.hash);
  showExport();
  $('key-title').focus();
});
