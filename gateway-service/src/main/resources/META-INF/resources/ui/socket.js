// Live connections, which come back by themselves: a room's, and one's own.

import { isStill } from './account.js';
import { api, key, Problem, session } from './api.js';

const PROTOCOL = 'atrium.v1';
const PING_EVERY = 25_000;
const RETRY_MIN = 500;
const RETRY_MAX = 15_000;

/** What was perhaps cut off while the machine slept must give a sign of life so soon, in milliseconds. */
const PROOF_WITHIN = 5_000;

/** As many pings without a sign of life mean that the connection is dead; browsers do not tell. */
const PINGS_UNANSWERED = 2;

/** What a plan or a limit has no more of does not come back in seconds. */
const USED_UP = 4429;
const RETRY_USED_UP = 60_000;

/** The gateway stops, the room moves: come back at once, says room-service.md. Not all in the same moment. */
const INVITED = [1001, 1012];
const SPREAD = 200;

/** Answers that say when to come back. */
const WITH_TIME = [429, 503];

/** Close codes after which coming back is of no use, and what to say. */
const FINAL = {
  1008: 'not taken',
  4403: 'you may not be here any more',
  4404: 'there is no such room for you',
};

/** The first frame of a connection that is taken, in a room and on one's own. */
const GREETINGS = ['hello', 'welcome'];

/** Those that are not closed. */
const all = new Set();

export class LiveSocket {
  /**
   * @param {string} path
   * @param {{frame: Function, state: Function, query?: Function}} view
   *   frame(frame) shows a frame, state(name, why) shows how the connection is: 'on', 'off', or 'over' and why, query() are
   *   the parameters of the next connection
   */
  constructor(path, view) {
    this.path = path;
    this.view = view;
    this.attempts = 0;
    this.closed = false;
    this.timer = 0;
    this.proof = 0;
    this.notBefore = 0;
    all.add(this);
    this.open();
  }

  /**
   * Sends a frame now; it is lost if the connection is away.
   *
   * @returns {boolean} whether it is not
   */
  send(frame) {
    const isThere = this.socket?.readyState === WebSocket.OPEN && this.ready;
    if (isThere) {
      this.socket.send(JSON.stringify(frame));
    }
    return isThere;
  }

  close() {
    this.closed = true;
    all.delete(this);
    clearTimeout(this.timer);
    clearTimeout(this.proof);
    clearInterval(this.pings);
    const socket = this.socket;
    this.socket = null;
    if (socket?.readyState === WebSocket.CONNECTING) {
      socket.addEventListener('open', () => socket.close()); // browsers report it as failed if it is closed before
    } else {
      socket?.close();
    }
  }

  async open() {
    this.timer = 0;
    this.ready = false;
    try {
      const url = await this.address();
      if (this.closed) {
        return;
      }
      this.socket = new WebSocket(url, PROTOCOL);
    } catch (problem) {
      if (!this.closed) {
        this.refused(problem);
      }
      return;
    }
    const socket = this.socket;
    this.retryAfter = 0;
    this.unanswered = 0;
    socket.addEventListener('message', (event) => socket === this.socket && this.receive(event.data));
    socket.addEventListener('close', (event) => socket === this.socket && !this.closed && this.ended(event.code));
    clearInterval(this.pings);
    this.pings = setInterval(() => this.ping(socket), PING_EVERY);
  }

  /** There is no address to connect to, at least not now. */
  refused({ status, retryAfterMs }) {
    if (status === 403) {
      this.over(FINAL[4403]);
    } else {
      this.again(status === 401 ? RETRY_MAX : WITH_TIME.includes(status) ? retryAfterMs : 0);
    }
  }

  /** A dead connection is left without waiting for its close, which would not come either. */
  ping(socket) {
    if (socket.readyState !== WebSocket.OPEN) {
      return;
    }
    if (this.unanswered >= PINGS_UNANSWERED) {
      this.drop(socket);
    } else {
      this.unanswered++;
      socket.send('{"type":"ping"}');
    }
  }

  drop(socket) {
    this.socket = null;
    socket.close();
    this.again();
  }

  /** The machine may have slept: comes back now, unless it was told when, or finds out whether the connection is still there. */
  wake() {
    const { socket } = this;
    if (this.timer && Date.now() >= this.notBefore) {
      clearTimeout(this.timer);
      this.open();
    } else if (socket && this.ready && !this.proof) {
      this.ping(socket);
      this.proof = setTimeout(() => {
        this.proof = 0;
        if (socket === this.socket && this.unanswered) {
          this.drop(socket);
        }
      }, PROOF_WITHIN);
    }
  }

  /** What a close code asks for, as room-service.md has it. A new credential, where that is it, comes with the next address. */
  ended(code) {
    if (FINAL[code]) {
      this.over(FINAL[code]);
    } else if (INVITED.includes(code) && !this.attempts) {
      this.later(SPREAD * Math.random());
    } else {
      this.again(this.retryAfter || (code === USED_UP ? RETRY_USED_UP : 0));
    }
  }

  over(why) {
    this.close();
    this.view.state('over', why);
  }

  /**
   * Browsers cannot set headers on a WebSocket, so a key is changed into a ticket for one use. They do send cookies: in a
   * session a request makes sure that these are fresh and still one's own, or finds out that the session has ended.
   */
  async address() {
    const query = new URLSearchParams(this.view.query?.());
    if (key.get()) {
      query.set('ticket', (await api('/api/tickets', { method: 'POST' })).ticket);
    }
    if (session.get() && !(await isStill(await api('/api/me')))) {
      throw new Problem(409, { detail: 'Somebody else is signed in.' });
    }
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    return `${scheme}://${location.host}${this.path}?${query}`;
  }

  receive(text) {
    this.unanswered = 0;
    const message = JSON.parse(text);
    for (const frame of Array.isArray(message) ? message : [message]) {
      if (GREETINGS.includes(frame.type)) {
        this.ready = true;
        this.attempts = 0;
        this.view.state('on');
      } else if (frame.type === 'goodbye') {
        this.retryAfter = frame.retryAfterMs || 0;
      }
      this.view.frame(frame);
    }
  }

  again(atLeast = 0) {
    const backoff = Math.min(RETRY_MAX, RETRY_MIN * 2 ** this.attempts);
    this.notBefore = Date.now() + atLeast;
    this.later(Math.max(atLeast, backoff * (0.5 + Math.random() / 2)));
  }

  later(pause) {
    clearInterval(this.pings);
    this.ready = false;
    this.attempts++;
    this.view.state('off');
    this.timer = setTimeout(() => this.open(), pause);
  }
}

const wake = () => all.forEach((socket) => socket.wake());

window.addEventListener('online', wake);
document.addEventListener('visibilitychange', () => document.hidden || wake());

/** One room's connection: resumes behind the last message seen. */
export class RoomSocket {
  /**
   * @param {string} room its id
   * @param {{frame: Function, state: Function, after: Function}} view
   *   frame and state as for LiveSocket, after() is the last sequence number seen
   */
  constructor(room, view) {
    this.live = new LiveSocket(`/api/rooms/${encodeURIComponent(room)}/ws`, {
      frame: view.frame,
      state: view.state,
      query: () => ({ after: view.after() }),
    });
  }

  /**
   * Sends a message now; it is lost if the connection is away.
   *
   * @param {{clientId: string, content: string, replyTo?: string, mentions?: string[]}} message
   * @param {string} [draft] key of the draft that it ends
   * @returns {boolean} whether it is not lost
   */
  send(message, draft) {
    const { clientId, content, replyTo, mentions } = message;
    return this.live.send({ type: 'send', clientId, content, replyTo, mentions, draft });
  }

  /** Says that somebody types here, or not any more; lost if the connection is away. */
  typing(typing) {
    this.live.send({ type: 'typing', typing });
  }

  /** Whether it does not come back by itself. */
  isOver() {
    return this.live.closed;
  }

  close() {
    this.live.close();
  }
}
