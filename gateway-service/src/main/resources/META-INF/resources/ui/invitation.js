// An invitation that somebody follows: who invites into what, signing in, accepting.

import { me, workIn } from './account.js';
import { api, Problem, session } from './api.js';
import { $ } from './dom.js';

const TOKEN = 'atrium.invitation';

/** Takes the token out of the address, where it would be seen, kept and passed on: it stays in this tab until it is used. */
function take() {
  const token = new URLSearchParams(location.hash.slice(1)).get('invitation');
  if (token !== null) {
    sessionStorage.setItem(TOKEN, token);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return sessionStorage.getItem(TOKEN);
}

const followed = take(); // at once, before anything else looks at the address

export async function startInvitation() {
  window.addEventListener('hashchange', () => location.hash.startsWith('#invitation=') && show(take()));
  await show(followed);
}

async function show(token) {
  $('invitation').hidden = token === null;
  if (token === null) {
    return;
  }
  say('Looking it up…', '', { close: 'Not now' });
  await saying(async () => {
    /** @type {import('./api.js').Schemas['InvitationView']} */
    const it = await api('/api/invitations/look-up', { method: 'POST', body: { token } });
    const until = new Date(it.expiresAt).toLocaleString([], { dateStyle: 'long', timeStyle: 'short' });
    const signedIn = me !== null && session.get();
    say(`${it.invitedBy} invites you to “${it.organisation}”, as ${it.role}.`, `It can be accepted once, until ${until}.`, {
      accept: signedIn ? `Accept as ${me.handle}` : '',
      signIn: !signedIn,
      close: 'Not now',
    });
  });
}

async function accept() {
  $('invitation-accept').disabled = true;
  await saying(async () => {
    const token = sessionStorage.getItem(TOKEN);
    /** @type {import('./api.js').Schemas['Organisation']} */
    const joined = await api('/api/invitations/accept', { method: 'POST', body: { token } });
    sessionStorage.removeItem(TOKEN);
    say(`You are in “${joined.name}” now, as ${joined.role}.`, 'Its rooms are in the list below.', { close: 'Done' });
    await workIn(joined.id);
  });
  $('invitation-accept').disabled = false;
  $('invitation-title').focus(); // the button that had the focus is gone
}

/** Says in its place what went wrong; what can never be used is not asked for again. */
async function saying(work) {
  try {
    await work();
  } catch (problem) {
    if (!(problem instanceof Problem)) {
      throw problem;
    }
    if (problem.status === 404) {
      sessionStorage.removeItem(TOKEN);
    }
    const other = problem.status === 403 ? 'Sign out below and follow the link again to accept it as somebody else.' : '';
    say(problem.message, other, { close: 'Close' });
  }
}

function say(text, more, { accept = '', signIn = false, close }) {
  $('invitation-text').textContent = text;
  $('invitation-more').textContent = more;
  $('invitation-accept').hidden = accept === '';
  $('invitation-accept').textContent = accept;
  $('invitation-sign-in').hidden = !signIn;
  $('invitation-close').textContent = close;
}

$('invitation-accept').addEventListener('click', accept);
$('invitation-close').addEventListener('click', () => {
  sessionStorage.removeItem(TOKEN);
  $('invitation').hidden = true;
  $('key-title').focus();
});
