// The bytes of files, for whoever the page works for: the address alone would want a token that is fresh.

import { blob } from './api.js';
import { act, element } from './dom.js';

/** Saves what is at a path of the gateway. */
export const save = act(async ({ path, name }) => {
  const url = URL.createObjectURL(await blob(path));
  element('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
});

export const contentOf = (fileId) => `/api/files/${encodeURIComponent(fileId)}/content`;

/** Shows the picture that there is of a file, or nothing. */
export async function preview(image, fileId) {
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
