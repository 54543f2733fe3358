// An invitation that somebody follows: who invites into what, signing in, accepting.

import { me, workIn } from './account.js';
import { api, Problem, session } from './api.js';
import { $ } from './dom.js';
import { tab } from './storage.js';

const TOKEN = 'atrium.invitation';

let pressed = async () => {}; // what the button does

/** Takes the token out of the address, where it would be seen, kept and passed on: it stays in this tab until it is used. */
function take() {
  const token = new URLSearchParams(location.hash.slice(1)).get('invitation');
  if (token !== null) {
    tab.set(TOKEN, token);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return tab.get(TOKEN);
}

const followed = take(); // at once, before anything else looks at the address

export async function startInvitation() {
  window.addEventListener('hashchange', () => location.hash.startsWith('#invitation=') && show(take()));
  await show(followed);
}

/** Somebody else uses the page: for whom it is, and what can be done, is another. */
export async function showInvitation() {
  const token = tab.get(TOKEN);
  if (token !== null) {
    await show(token);
  }
}

async function show(token) {
  $('invitation').hidden = token === null;
  if (token === null) {
    return;
  }
  say('Looking it up…', '', { close: 'Not now' });
  await saying(() => lookUp(token));
}

async function lookUp(token) {
  /** @type {import('./api.js').Schemas['InvitationView']} */
  const it = await api('/api/invitations/look-up', { method: 'POST', body: { token } });
  const until = new Date(it.expiresAt).toLocaleString([], { dateStyle: 'long', timeStyle: 'short' });
  const signedIn = me !== null && session.get();
  pressed = () => saying(() => accept(token));
  say(`${it.invitedBy} invites you to “${it.organisation}”, as ${it.role}.`, `It can be accepted once, until ${until}.`, {
    button: signedIn ? `Accept as ${me.handle}` : '',
    signIn: !signedIn,
    close: 'Not now',
  });
}

async function accept(token) {
  /** @type {import('./api.js').Schemas['Organisation']} */
  const joined = await api('/api/invitations/accept', { method: 'POST', body: { token } });
  tab.remove(TOKEN);
  await saying(async () => {
    say(`You are in “${joined.name}” now, as ${joined.role}.`, 'Its rooms are in the list below.', { close: 'Done' });
    await workIn(joined.id);
  });
}

/** Says in its place what went wrong, and offers it again if only the moment was bad; what can never be used is forgotten. */
async function saying(work) {
  try {
    await work();
  } catch (problem) {
    if (!(problem instanceof Problem)) {
      throw problem;
    }
    if (problem.isTemporary) {
      pressed = () => saying(work);
      say(problem.message, '', { button: 'Try again', close: 'Not now' });
      return;
    }
    if (problem.status === 404) {
      tab.remove(TOKEN);
    }
    const other = problem.status === 403 ? 'Sign out below and follow the link again to accept it as somebody else.' : '';
    say(problem.message, other, { close: 'Close' });
  }
}

function say(text, more, { button = '', signIn = false, close }) {
  $('invitation-text').textContent = text;
  $('invitation-more').textContent = more;
  $('invitation-accept').hidden = button === '';
  $('invitation-accept').textContent = button;
  $('invitation-sign-in').hidden = !signIn;
  $('invitation-close').textContent = close;
}

$('invitation-accept').addEventListener('click', async () => {
  $('invitation-accept').disabled = true;
  await pressed();
  $('invitation-accept').disabled = false;
  $('invitation-title').focus(); // the button that had the focus may be gone
});
$('invitation-close').addEventListener('click', () => {
  tab.remove(TOKEN);
  $('invitation').hidden = true;
  $('key-title').focus();
});
