// What the browser keeps for the page. Where it may keep nothing, or has no place left, the page itself does as long as it is
// open.

/** @param {'localStorage' | 'sessionStorage'} kind */
function kept(kind) {
  /** @type {Map<string, string>} */
  const here = new Map();
  return {
    /** @returns {string} null for nothing */
    get: (name) => here.get(name) ?? attempt(() => window[kind].getItem(name)) ?? null,
    set: (name, value) => {
      here.set(name, value);
      attempt(() => {
        window[kind].setItem(name, value);
        here.delete(name);
      });
    },
    remove: (name) => {
      here.delete(name);
      attempt(() => window[kind].removeItem(name));
    },
  };
}

/** Browsers refuse even to look at what they may not keep. */
function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

/** For all tabs. */
export const browser = kept('localStorage');

/** For this tab. */
export const tab = kept('sessionStorage');
