// Requests to the gateway. A key lives in this tab only; a session in cookies that scripts cannot read.

const KEY = 'atrium.key';

/** A problem document (RFC 9457), or a failure to reach the gateway at all. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `The gateway answered ${status}.`);
    this.status = status;
    this.errors = body.errors || [];
  }
}

export const key = {
  get: () => sessionStorage.getItem(KEY),
  set: (value) => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};

const SESSION = 'atrium.session';

/** Whether somebody has signed in with this browser; a key counts more. */
export const session = {
  get: () => !key.get() && localStorage.getItem(SESSION) !== null,
  begin: () => localStorage.setItem(SESSION, 'begun'),
  forget: () => localStorage.removeItem(SESSION),
};

let refreshing = null;

/** Gets new cookies for the session, one request at a time; says whether there are any. */
export function refresh() {
  refreshing ??= fetch('/api/session/refresh', { method: 'POST', credentials: 'same-origin' })
    .then((response) => {
      if (response.status === 400 || response.status === 401) {
        session.forget();
      }
      return response.ok;
    })
    .catch(() => false)
    .finally(() => (refreshing = null));
  return refreshing;
}

export function headers(more = {}) {
  return key.get() ? { ...more, Authorization: `Bearer ${key.get()}` } : more;
}

/** Sends a request; JSON comes back parsed. Throws a Problem for everything but success. */
export async function api(path, { method = 'GET', body } = {}) {
  const response = await reach(path, {
    method,
    headers: headers(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const type = response.headers.get('Content-Type') || '';
  const content = type.includes('json') ? await response.json() : null;
  if (!response.ok) {
    throw new Problem(response.status, content || {});
  }
  return content;
}

/** The bytes of a file that may need the key. */
export async function blob(path) {
  const response = await reach(path, { headers: headers() });
  if (!response.ok) {
    throw new Problem(response.status, {});
  }
  return response.blob();
}

/** Uploads a file into a room and tells how far it is, as a number from 0 to 1. */
export function upload(file, room, progress) {
  const form = new FormData();
  form.append('room', room);
  form.append('file', file, file.name);
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', (e) => e.lengthComputable && progress(e.loaded / e.total));
    request.addEventListener('error', () => reject(new Problem(0, { detail: 'The upload broke off.' })));
    request.addEventListener('load', () => {
      const body = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) {
        resolve(body);
      } else {
        reject(new Problem(request.status, body));
      }
    });
  });
  request.open('POST', '/api/upload');
  Object.entries(headers()).forEach(([name, value]) => request.setRequestHeader(name, value));
  request.send(form);
  return done;
}

async function reach(path, options) {
  const send = () => fetch(path, { credentials: session.get() ? 'same-origin' : 'omit', ...options });
  try {
    const response = await send();
    return response.status === 401 && session.get() && (await refresh()) ? await send() : response;
  } catch {
    throw new Problem(0, { detail: 'The gateway cannot be reached.' });
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
