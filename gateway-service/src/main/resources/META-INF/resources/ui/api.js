// Requests to the gateway. A key lives in this tab only; a session in cookies that scripts cannot read.

import { browser, tab } from './storage.js';

const KEY = 'atrium.key';

/** When to try again where the answer does not say it, and the longest that is waited, in milliseconds. */
const RETRY_AFTER = 5_000;
const RETRY_AFTER_MAX = 3_600_000;

/** So long an answer is waited for that is no file, in milliseconds; all requests wait for a session to be renewed. */
const PATIENCE = 30_000;
const PATIENCE_REFRESH = 10_000;

/** A problem document (RFC 9457), or a failure to reach the gateway at all. */
export class Problem extends Error {
  constructor(status, body, retryAfterSeconds = 0) {
    super(body.detail || body.title || `The gateway answered ${status}.`);
    this.status = status;
    this.errors = body.errors || [];
    this.isTemporary = [0, 429, 502, 503, 504].includes(status);
    this.retryAfterMs = Math.min(retryAfterSeconds * 1_000 || RETRY_AFTER, RETRY_AFTER_MAX);
  }
}

export const key = {
  get: () => tab.get(KEY),
  set: (value) => tab.set(KEY, value),
  forget: () => tab.remove(KEY),
};

const FRESH_UNTIL = 'atrium.fresh-until';

/** With TLS only a cookie that no neighbouring host can have planted. */
const HINT = location.protocol === 'https:' ? '__Host-atrium-signed-in=' : 'atrium-signed-in=';

const hint = () => document.cookie.split('; ').find((cookie) => cookie.startsWith(HINT)) ?? null;

/** The hint with which the page works; null for none, undefined as long as it was not asked who one is. */
let held;

/** The hint with which there was no session: it says nothing until it changes, or somebody signs in again. */
let refused = null;

/**
 * A session lives in cookies that scripts cannot read; beside them is one that says that there is a session at all. A key
 * counts more. How long the session's token is good is known since this browser last renewed it; before that it is due.
 */
export const session = {
  get: () => !key.get() && hint() !== null && hint() !== refused,
  /** By which the session of this browser is told from the one before; null if there is none. */
  id: () => (session.get() ? hint() : null),
  /** Requests are for this session, or none, from now on, and not for another one that somebody begins in this browser. */
  hold: () => (held = hint()),
  isDue: () => !(Number(browser.get(FRESH_UNTIL)) > Date.now()),
};

let ended = () => {};

/** What happens when the session or key that the page works with is not taken any more; it is forgotten by then. */
export function whenEnded(listener) {
  ended = listener;
}

let replaced = () => {};

/** What happens when there is another session than the page works with. */
export function whenReplaced(listener) {
  replaced = listener;
}

let refreshing = null;

/** Gets new cookies for the session, one request at a time; says whether there are any. */
export function refresh() {
  refreshing ??= fetch('/api/session/refresh', { method: 'POST', credentials: 'same-origin', signal: AbortSignal.timeout(PATIENCE_REFRESH) })
    .then(renewed)
    .catch(() => false)
    .finally(() => (refreshing = null));
  return refreshing;
}

/** Early enough that the token does not end on the way of a request. */
async function renewed(response) {
  if (response.ok) {
    /** @type {Schemas['IssuedTokens']} */
    const { expiresInSeconds } = await response.json();
    browser.set(FRESH_UNTIL, String(Date.now() + expiresInSeconds * 800));
  } else if (response.status === 400 || response.status === 401) {
    refused = hint();
    ended();
  }
  return response.ok;
}

function headers(more = {}) {
  return key.get() ? { ...more, Authorization: `Bearer ${key.get()}` } : more;
}

/** @typedef {import('./openapi.d.ts').components['schemas']} Schemas what bodies are, as the API document has it */

/**
 * Sends a request; JSON comes back parsed. Throws a Problem for everything but success.
 *
 * @param {string} path
 * @param {{method?: string, body?: object, keepalive?: boolean}} options keepalive: also when the page is left meanwhile
 * @returns {Promise<any>}
 */
export async function api(path, { method = 'GET', body, keepalive = false } = {}) {
  const response = await reach(path, {
    method,
    headers: headers(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    body: body === undefined ? undefined : JSON.stringify(body),
    keepalive,
    signal: AbortSignal.timeout(PATIENCE),
  });
  return content(response);
}

/** Who has a key; it is not taken over yet. Throws a Problem if it is none. */
export async function whoHas(text) {
  if (!/^[\x21-\x7e]+$/.test(text)) {
    throw new Problem(401, { detail: 'This is no key: it has letters, digits, "_" and "-" only.' });
  }
  return content(await send('/api/me', { credentials: 'omit', headers: { Authorization: `Bearer ${text}` } }));
}

/**
 * How the parts of the suite are, well or not. Throws a Problem if the answer does not tell.
 *
 * @returns {Promise<Schemas['Health']>}
 */
export async function health() {
  const response = await send('/api/health', { credentials: 'omit' });
  const told = parse(await read(response.text()));
  if (!told.parts) {
    throw new Problem(response.status, told, Number(response.headers.get('Retry-After')));
  }
  return told;
}

async function content(response) {
  const type = response.headers.get('Content-Type') || '';
  const body = type.includes('json') ? await read(response.json()) : null;
  if (!response.ok) {
    throw new Problem(response.status, body || {}, Number(response.headers.get('Retry-After')));
  }
  if (type && body === null) {
    throw new Problem(502, { detail: 'Something else than the gateway has answered.' });
  }
  return body;
}

/** The rest of an answer, of which only the head is there yet. */
async function read(rest) {
  try {
    return await rest;
  } catch {
    throw new Problem(0, { detail: 'The answer broke off.' });
  }
}

/** The bytes of a file that may need the key. */
export async function blob(path) {
  const response = await reach(path, { headers: headers() });
  if (!response.ok) {
    await content(response);
  }
  return read(response.blob());
}

/**
 * Uploads a file into a room.
 *
 * @param {{file: File, room: string, clientId: string}} what with the same id once more it is stored once
 * @param {(share: number) => void} progress is told how far it is, as a number from 0 to 1
 * @param {AbortSignal} signal ends it
 */
export async function upload(what, progress, signal) {
  await fresh();
  signal.throwIfAborted();
  try {
    return await attemptUpload(what, progress, signal);
  } catch (problem) {
    if (problem.status === 401 && session.get() && (await refresh())) {
      return attemptUpload(what, progress, signal);
    }
    throw problem;
  }
}

function attemptUpload({ file, room, clientId }, progress, signal) {
  const form = new FormData();
  form.append('room', room);
  form.append('file', file, file.name);
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', (e) => e.lengthComputable && progress(e.loaded / e.total));
    request.addEventListener('error', () => reject(new Problem(0, { detail: 'The upload broke off.' })));
    request.addEventListener('abort', () => reject(signal.reason));
    signal.addEventListener('abort', () => request.abort());
    request.addEventListener('load', () => {
      const body = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) {
        resolve(body);
      } else {
        if (request.status === 401) {
          notTaken();
        }
        reject(new Problem(request.status, body, Number(request.getResponseHeader('Retry-After'))));
      }
    });
  });
  request.open('POST', '/api/upload');
  Object.entries(headers({ 'Idempotency-Key': clientId })).forEach(([name, value]) => request.setRequestHeader(name, value));
  request.send(form);
  return done;
}

/**
 * Without a fresh token, a session would be answered as a stranger is where something is for everybody. Nobody acts in another
 * one's session.
 */
async function fresh() {
  if (session.get() && held !== undefined && hint() !== held) {
    replaced();
    throw new Problem(409, { detail: 'Somebody else has signed in.' });
  }
  if (session.get() && session.isDue() && !(await refresh()) && session.get()) {
    throw new Problem(503, { detail: 'Your session cannot be renewed at the moment. Try again soon.' });
  }
}

async function reach(path, options) {
  await fresh();
  const attempt = () => send(path, { credentials: session.get() ? 'same-origin' : 'omit', ...options });
  const response = await attempt();
  if (response.status !== 401) {
    return response;
  }
  if (session.get()) {
    return (await refresh()) ? attempt() : response;
  }
  notTaken();
  return response;
}

/** A key that is not taken is worth nothing; a session says so itself when it is renewed. */
function notTaken() {
  if (key.get()) {
    key.forget();
    ended();
  }
}

async function send(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    throw new Problem(0, { detail: error.name === 'TimeoutError' ? 'The gateway does not answer.' : 'The gateway cannot be reached.' });
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
