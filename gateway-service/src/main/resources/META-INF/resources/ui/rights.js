// What one may do in the open room, as far as the page knows: the room decides.

import { me } from './account.js';
import { room } from './room.js';

/** @typedef {import('./api.js').Schemas} Schemas */

/** Whether one may say something about what is there; guests only write. */
export const mayComment = () => me !== null && room?.you != null && room.you.role !== 'viewer';

/** Whether the room takes something new of one's own; an archived one does not. */
export const mayAdd = () => mayComment() && !room.isArchived;

/** @param {Schemas['MessageView']} message */
export const isMine = (message) => me !== null && message.sender.subject === me.subject;

/** Whether one may take away what others said. */
export const mayModerate = () => me !== null && room?.you?.role === 'owner';
