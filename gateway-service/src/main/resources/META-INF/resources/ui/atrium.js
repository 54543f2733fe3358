// The page: what happens at its start, and when somebody else uses it.

import { startAccount } from './account.js';
import { moveToFragment } from './address.js';
import { health } from './api.js';
import { enterDefault, follow, rejoin } from './chat.js';
import { $, act } from './dom.js';
import { showExport } from './export.js';
import { showInbox } from './inbox.js';
import { showInvitation, startInvitation } from './invitation.js';
import { followOperations, showOperations } from './operations.js';
import { loadRooms } from './rooms.js';
import { closeSearch } from './search.js';

/** Goes where a link of a notification leads, as if the page were opened there. */
function go(link) {
  history.pushState(null, '', link);
  moveToFragment();
  follow();
  showExport();
  followOperations();
  $('export-title').focus(); // if it is one
}

async function checkHealth() {
  let status = 'down';
  let text = 'unreachable';
  try {
    const seen = await health();
    const down = Object.entries(seen.parts).filter(([, is]) => is !== 'up').map(([part]) => part);
    status = seen.status;
    text = status === 'up' ? 'all systems up' : `${status}: ${down.join(', ')}`;
  } catch {
    // Shown as it is.
  }
  $('health').className = `health ${status}`;
  $('health-text').textContent = text;
}

/** Somebody uses the page, perhaps not who did before. */
async function arrive() {
  closeSearch();
  rejoin();
  await Promise.all([loadRooms().finally(() => enterDefault()), showExport(), showInbox(go), showOperations()]);
}

// A link would put itself in the place of the room in the address.
$('skip').addEventListener('click', (event) => {
  event.preventDefault();
  $('chat').focus();
});

window.addEventListener('hashchange', follow);
window.addEventListener('popstate', showExport);
window.addEventListener('popstate', followOperations);

act(async () => {
  $('origin').textContent = location.origin;
  checkHealth();
  setInterval(checkHealth, 30_000);
  moveToFragment();
  await startAccount(() => Promise.all([arrive(), showInvitation()]));
  await Promise.all([arrive(), startInvitation()]);
})();
