// Messages are edited in their place by who wrote them, and deleted by them and by the room's owners.

import { api } from './api.js';
import { $, act, element, isSending, say } from './dom.js';
import { excerpt } from './excerpt.js';
import { draw, drawNow } from './log.js';
import { mentionsIn } from './mentions.js';
import { loadMembers } from './people.js';
import { isMine, mayAdd, mayComment, mayModerate } from './rights.js';
import { room } from './room.js';

/** @typedef {import('./api.js').Schemas} Schemas */

/**
 * What is being edited, wherever one goes meanwhile.
 *
 * @type {{id: string, text: string}}
 */
let edited = null;

/** @param {Schemas['MessageView']} message */
export const mayEdit = (message) => isMine(message) && mayAdd() && isThere(message) && message.content !== '';

/** @param {Schemas['MessageView']} message */
export const mayDelete = (message) => !message.deleted && ((isMine(message) && mayComment()) || mayModerate());

const isThere = (message) => !message.deleted && !message.hidden;

/** Whether its row has a field in the place of its text. */
export const isEdited = (message) => edited !== null && message.id === edited.id && isThere(message) && isMine(message);

/** @param {Schemas['MessageView']} message */
export const pathOf = ({ roomId, id }) => `/api/rooms/${encodeURIComponent(roomId)}/messages/${encodeURIComponent(id)}`;

/** @param {Schemas['MessageView']} message */
export function beginEdit(message) {
  if (edited?.id !== message.id) {
    edited = { id: message.id, text: message.content };
  }
  if (message.content.includes('@')) {
    loadMembers(); // whom it names may be among them
  }
  drawNow();
  const field = document.querySelector('.edit textarea');
  if (field instanceof HTMLTextAreaElement) {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }
}

/**
 * The field with what the message is to say.
 *
 * @param {Schemas['MessageView']} message
 */
export function editForm(message) {
  const field = element('textarea', { ariaLabel: 'Edit your message', dir: 'auto', maxLength: 4_000, required: true, rows: 2, value: edited.text });
  const cancel = element('button', { type: 'button', className: 'quiet', textContent: 'Cancel' });
  const form = element(
    'form',
    { className: 'edit' },
    field,
    element('div', { className: 'actions' }, element('button', { type: 'submit', textContent: 'Save' }), cancel),
  );
  field.dataset.control = 'edit';
  field.addEventListener('input', () => (edited.text = field.value));
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) {
      endEdit(message);
    } else if (isSending(event)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener('submit', act(() => save(message)));
  cancel.addEventListener('click', () => endEdit(message));
  return form;
}

/** @param {Schemas['MessageView']} message */
async function save(message) {
  const content = edited.text.trim();
  if (!content) {
    return;
  }
  if (content !== message.content) {
    const mentions = mentionsIn(content, message.mentions);
    /** @type {Schemas['MessageView']} */
    const saved = await api(pathOf(message), { method: 'PATCH', body: { content, mentions } });
    changed(saved);
  }
  if (edited?.id === message.id) {
    endEdit(message);
  }
}

/** The focus goes back to where the edit was begun, unless one is somewhere else by now. */
function endEdit({ id }) {
  const { activeElement } = document;
  const isHere = activeElement === document.body || activeElement.closest('.edit') !== null;
  edited = null;
  drawNow();
  /** @type {HTMLElement} */
  const button = document.querySelector(`#messages [data-message="${CSS.escape(id)}"] .more`);
  if (isHere) {
    button?.focus({ preventScroll: true });
  }
}

/** @param {Schemas['MessageView']} message */
export const remove = act(async (message) => {
  if (confirm(`Delete “${excerpt(message)}” for everybody?`)) {
    changed(await api(pathOf(message), { method: 'DELETE' }));
    say('The message is deleted.');
  }
});

/**
 * The answer may be here before the socket tells.
 *
 * @param {Schemas['MessageView']} message
 */
export function changed(message) {
  if (message.roomId === room?.id) {
    room.change(message);
    draw();
  }
}

/** Up from an empty field leads to what one said last, as in a terminal. */
$('draft').addEventListener('keydown', (event) => {
  const field = $('draft');
  if (event.key === 'ArrowUp' && field.value === '' && room) {
    const last = [...room.messages.values()].filter(mayEdit).sort((a, b) => a.sequence - b.sequence).at(-1);
    if (last) {
      event.preventDefault();
      beginEdit(last);
    }
  }
});
