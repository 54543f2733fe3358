// Unmodified TinyBase clients, driven by the test: one JSON command a line on stdin, one JSON answer a line on stdout.
import {createInterface} from 'node:readline';
import {WebSocket} from 'ws';

const versions = {};
const clients = {};
const sockets = {};

const load = async (version) =>
  (versions[version] ??= {
    ...(await import(`tinybase-${version}/mergeable-store`)),
    ...(await import(`tinybase-${version}/synchronizers/synchronizer-ws-client`)),
  });

// Numbers from a seed, so that a failure can be repeated.
const randomOf = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

const edit = (store, random, version) => {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const table = pick(['pets', 'shops']);
  const row = pick(['a', 'b', 'Zoë "☕"', '😀', '']);
  const cell = pick(['name', 'price', 'sold']);
  const things = [
    () => 'text ' + Math.floor(random() * 1000) + ' "quoted" \\ é😀\u2028\n',
    () => random() * 1e6,
    () => Math.floor(random() * 100),
    () => 1.5e-7,
    () => 5e-324,
    () => 1e21,
    () => random() < 0.5,
    () => '',
  ];
  if (version >= 7) {
    things.push(() => null);
  }
  if (version >= 8) {
    things.push(() => ({a: [1, 'x'], b: null, c: random()}));
  }
  const action = random();
  if (action < 0.55) {
    store.setCell(table, row, cell, pick(things)());
  } else if (action < 0.75) {
    store.setValue(pick(['open', 'city', 'n']), pick(things)());
  } else if (action < 0.85) {
    store.delCell(table, row, cell, true);
  } else if (action < 0.9) {
    store.delRow(table, row);
  } else if (action < 0.93) {
    store.delTable(table);
  } else {
    store.delValue(pick(['open', 'city', 'n']));
  }
};

const open = (url, protocols, credential) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocols, credential ? {headers: {authorization: 'Bearer ' + credential}} : {});
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });

const commands = {
  create: async ({client, version}) => {
    const {createMergeableStore} = await load(version);
    clients[client] = {store: createMergeableStore(client), version, errors: []};
  },

  // Opens a socket and begins to synchronize, as an application does again after each loss of its socket.
  connect: async ({client, url, credential, channel, shared, fragmentSize, timeout}) => {
    const it = clients[client];
    const {createWsSynchronizer} = await load(it.version);
    const onIgnoredError = (error) => it.errors.push(String(error?.message ?? error));
    const name = shared ?? client;
    let socket = shared ? sockets[name] : undefined;
    if (!socket || socket.readyState > 1) {
      socket = await open(url, channel ? ['tinybase'] : undefined, credential);
      sockets[name] = socket;
    }
    it.socket = socket;
    it.closed = undefined;
    socket.on('close', (code, reason) => (it.closed = code + ' ' + reason));
    const rest = [timeout ?? 5, undefined, undefined, onIgnoredError, fragmentSize];
    it.synchronizer = channel
      ? await createWsSynchronizer(it.store, socket, channel, ...rest)
      : await createWsSynchronizer(it.store, socket, ...rest);
    const from = performance.now();
    await it.synchronizer.startSync();
    return {millis: performance.now() - from};
  },

  disconnect: async ({client}) => {
    const it = clients[client];
    await it.synchronizer?.destroy();
    it.synchronizer = undefined;
  },

  edit: async ({client, seed, count, pause}) => {
    const it = clients[client];
    const random = randomOf(seed);
    for (let i = 0; i < count; i++) {
      edit(it.store, random, it.version);
      if (pause) {
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  },

  setValue: async ({client, name, value}) => {
    clients[client].store.setValue(name, value);
  },

  state: async ({client}) => {
    const {store, closed, errors, socket} = clients[client];
    return {
      hashes: store.getMergeableContentHashes(),
      values: store.getValues(),
      open: socket?.readyState === 1,
      closed,
      errors,
    };
  },
};

for await (const line of createInterface({input: process.stdin})) {
  const {id, command, ...parameters} = JSON.parse(line);
  // Not awaited: commands for several clients run side by side.
  commands[command](parameters).then(
    (result) => console.log(JSON.stringify({id, result: result ?? {}})),
    (error) => console.log(JSON.stringify({id, error: String(error?.message ?? error)})),
  );
}
process.exit(0);
