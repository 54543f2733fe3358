// Who one is: nobody, the holder of a key, or somebody with a session, who works in an organisation.

import { api, health, key, refresh, session, whenEnded, whenReplaced, whoHas } from './api.js';
import { $, act, actOnce, element, toast } from './dom.js';
import { browser } from './storage.js';

const LOOK_EVERY = 60_000;

/** @typedef {import('./api.js').Schemas} Schemas */

/**
 * Null for nobody.
 *
 * @type {Schemas['Me']}
 */
export let me = null;

/** Whether what the page works with allows something. */
export const may = (scope) => me?.scopes.includes(scope) ?? false;

/** Whether one has a say in what is others' in the organisation; in the commons nobody has. */
export const isAdmin = () => me !== null && me.roles.includes('admin') && me.tenant !== 'commons';

let changed = async () => {};
/** @type {(() => unknown)[]} */
const leavers = [];

/** What is done where somebody signs out or forgets the key, before the page may be left for the provider's. */
export function whenLeaving(listener) {
  leavers.push(listener);
}

const leaving = () => Promise.all(leavers.map((listener) => listener()));

/** In which organisation this browser's session works: told to all tabs, because cookies are theirs together. */
const WORKS_IN = 'atrium.works-in';

/** By what one is known: another key or session, or another organisation, is another one. */
const signs = () => key.get() ?? (session.get() ? `${session.id()} ${browser.get(WORKS_IN)}` : null);

let recognisedBy = null;

/** Finds out who one is; from then on the listener is told of each change. */
export async function startAccount(listener) {
  whenEnded(() => {
    toast('You are signed out: your session or key is not valid any more.');
    becomeNobody();
  });
  whenReplaced(recheck);
  document.addEventListener('visibilitychange', () => document.hidden || recheck());
  window.addEventListener('storage', (event) => event.key === WORKS_IN && recheck());
  setInterval(() => (session.get() && session.isDue() ? refresh() : recheck()), LOOK_EVERY);
  await act(recognise)();
  changed = listener;
}

/**
 * Another tab may have signed in or out, or gone on in another organisation, or it could not be found out before who one is;
 * if still not, the next look does.
 */
export function recheck() {
  if (signs() !== recognisedBy || (signs() !== null) !== (me !== null)) {
    act(async () => {
      try {
        await recogniseAnew();
      } catch (problem) {
        if (!problem.isTemporary) {
          throw problem;
        }
      }
    })();
  }
}

/**
 * Whether the gateway still knows one as who the page works for; else the page goes on as who it is now.
 *
 * @param {{subject: string, tenant: string}} person
 */
export async function isStill(person) {
  if (me?.subject === person.subject && me.tenant === person.tenant) {
    return true;
  }
  await recogniseAnew();
  return false;
}

/** Lets a session go on in an organisation, or where its provider says that one belongs. */
export async function workIn(organisation) {
  await api('/api/session/organisation', { method: 'PUT', body: { organisation: organisation || null } });
  await recogniseAnew();
}

/** Tells the listener of another one also where not all can be shown of whom. */
async function recogniseAnew() {
  const before = me;
  try {
    await recognise();
  } finally {
    if (me !== before) {
      await changed();
    }
  }
}

async function recognise() {
  session.hold();
  try {
    me = key.get() || session.get() ? await api('/api/me') : null;
  } catch (problem) {
    if (problem.status === 403 && session.get()) {
      await workIn(''); // no member of where the session works any more
      return;
    }
    if (problem.status !== 401) {
      throw problem;
    }
    me = null;
  }
  if (me && session.get()) {
    browser.set(WORKS_IN, me.tenant);
  }
  recognisedBy = signs();
  await show();
}

function becomeNobody() {
  me = null;
  recognisedBy = null;
  if (!key.get() && !session.get()) {
    browser.remove(WORKS_IN); // which tells the other tabs
  }
  act(async () => {
    await show();
    await changed();
  })();
}

async function show(newKey = '') {
  const signedIn = me !== null && session.get();
  document.body.classList.toggle('known', me !== null);
  $('key-none').hidden = me !== null;
  $('key-have').hidden = me === null;
  $('key-shown').hidden = newKey === '';
  $('key-text').value = newKey;
  $('key-hint').hidden = signedIn;
  $('key-forget').hidden = signedIn;
  $('session').hidden = !signedIn;
  $('key-title').textContent = signedIn ? 'You' : 'Your key';
  if (me) {
    $('me-handle').textContent = me.handle;
    $('me-tenant').textContent = me.tenant;
  }
  if (signedIn) {
    await showOrganisations();
  }
}

async function showOrganisations() {
  /** @type {Schemas['PageOrganisation']} */
  const { items } = await api('/api/organisations?limit=200');
  const present = items.find((item) => item.id === me.tenant);
  $('me-tenant').textContent = present ? `${present.name}, as ${present.role}` : me.tenant;
  $('workplace-row').hidden = items.length === 0;
  $('workplace').replaceChildren(
    element('option', { value: '', textContent: present ? 'where you belong' : me.tenant }),
    ...items.map((item) => element('option', { value: item.id, textContent: item.name })),
  );
  $('workplace').value = present ? present.id : '';
}

/** Where whoever hid the focused control goes on. */
function focusCard() {
  $('key-title').focus();
}

const makeKey = actOnce(async () => {
  const made = await api('/api/keys', { method: 'POST', body: {} });
  await takeKey(made.key, made.key);
  $('key-copy').focus();
  toast(`Welcome, ${made.handle}.`, true);
});

async function takeKey(text, shown) {
  const person = await whoHas(text);
  key.set(text);
  me = person;
  recognisedBy = signs();
  await show(shown);
  await changed();
}

$('key-make').addEventListener('click', makeKey);
$('spectator-key').addEventListener('click', makeKey);
$('key-form').addEventListener('submit', actOnce(async () => {
  await takeKey($('key-input').value.trim());
  $('key-input').value = '';
  focusCard();
}));
$('key-copy').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText($('key-text').value);
    $('key-copy').textContent = 'Copied';
    setTimeout(() => ($('key-copy').textContent = 'Copy'), 2_000);
  } catch {
    $('key-text').select();
    toast('Press Ctrl+C to copy the key.', true);
  }
});
$('key-forget').addEventListener('click', act(async () => {
  if (!confirm('Forget this key? It is not shown again.')) {
    return;
  }
  await leaving();
  key.forget();
  becomeNobody();
  focusCard();
}));

for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('.sign-in'))) {
  link.addEventListener('click', act(async () => {
    const { parts } = await health();
    if (parts['sign-in'] !== 'up') {
      toast('Signing in does not work at the moment.');
    } else if (!key.get() || confirm('Signing in forgets the key of this tab. Go on without it?')) {
      key.forget();
      location.assign(`/api/sign-in?return=${encodeURIComponent(location.pathname + location.search + location.hash)}`);
    }
  }));
}
$('workplace-go').addEventListener('click', act(() => workIn($('workplace').value)));
$('sign-out').addEventListener('click', act(async () => {
  /** @type {Schemas['SignedOut']} */
  const { providerLogOut } = await api('/api/sign-out', { method: 'POST' });
  await leaving();
  if (providerLogOut) {
    location.assign(providerLogOut);
    return;
  }
  becomeNobody();
  focusCard();
}));
$('sign-out-everywhere').addEventListener('click', act(async () => {
  await api('/api/sessions', { method: 'DELETE' });
  await leaving();
  becomeNobody();
  focusCard();
  toast('You are signed out everywhere.', true);
}));
