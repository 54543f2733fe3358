// What the address names: a room, and a message in it.

export function inAddress(name) {
  return new URLSearchParams(location.hash.slice(1)).get(name);
}

/** Links of notifications have the room, and the message to show, where servers read them too; the page has them here. */
export function moveToFragment() {
  const query = new URLSearchParams(location.search);
  if (query.has('room')) {
    history.replaceState(null, '', `${location.pathname}${fragment(query.get('room'), query.get('message'))}`);
  }
}

/** Goes to a room, also to the one that is there already: it may not be open. */
export function goTo(room, message = null) {
  const there = fragment(room, message);
  if (location.hash === there) {
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    location.hash = there;
  }
}

/** The part of the address that names a room, and a message in it. */
export function fragment(room, message) {
  return `#${new URLSearchParams({ room, ...(message ? { message } : {}) })}`;
}
