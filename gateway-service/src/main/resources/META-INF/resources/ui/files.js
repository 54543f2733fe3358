// The bytes of files, for whoever the page works for: the address alone would want a token that is fresh.

import { blob } from './api.js';
import { $, act, element } from './dom.js';

/** So far from what is in sight a picture is fetched already. */
const NEAR = '400px';

/** Saves what is at a path of the gateway. */
export const save = act(async ({ path, name }) => {
  const url = URL.createObjectURL(await blob(path));
  element('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
});

export const contentOf = (fileId) => `/api/files/${encodeURIComponent(fileId)}/content`;

/**
 * What is done once a part of the list is near.
 *
 * @type {WeakMap<Element, () => void>}
 */
const awaited = new WeakMap();

const approached = new IntersectionObserver((entries) => {
  entries.filter(({ isIntersecting }) => isIntersecting).forEach(({ target }) => {
    approached.unobserve(target);
    awaited.get(target)();
  });
}, { root: $('log'), rootMargin: NEAR });

/** Shows the picture that there is of a file once the place for it is near what is in sight. */
export function previewOnceNear(place, image, fileId) {
  awaited.set(place, () => preview(image, fileId));
  approached.observe(place);
}

/** Shows the picture that there is of a file, or nothing. */
async function preview(image, fileId) {
  try {
    const url = URL.createObjectURL(await blob(`/api/files/${encodeURIComponent(fileId)}/thumbnail`));
    image.onload = image.onerror = () => URL.revokeObjectURL(url);
    image.src = url;
    image.hidden = false;
  } catch (problem) {
    if (problem.isTemporary) {
      setTimeout(() => image.isConnected && preview(image, fileId), problem.retryAfterMs);
    } else {
      image.remove(); // There is no picture of it; its name is enough.
    }
  }
}
