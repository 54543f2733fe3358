// Clients of the TinyBase library, unmodified. For each line `PATH [AUTHORIZATION]` that comes, a document is opened by as
// many clients as are wanted; then one more joins, with one row of its own and all the others to fetch. Answers a line:
// how many ms the first client's startSync took, the joiner's, and until everybody had everything (-1: not within 10 s),
// and how many messages all sockets together have sent and got for the join, until then and until nothing more came.
import { createInterface } from 'node:readline';
import { createMergeableStore } from 'tinybase/mergeable-store';
import { createWsSynchronizer } from 'tinybase/synchronizers/synchronizer-ws-client';
import { WebSocket } from 'ws';

const [port, clients, rows] = process.argv.slice(2).map(Number);
const TABLE = 'rows';
const PATIENCE_MS = 10_000;
// Longer than clients wait for an answer, and than the room waits before it tells what it has.
const QUIET_MS = 1_200;

let messages = 0;
let lastMessageAt = 0;

const counted = () => {
  messages++;
  lastMessageAt = performance.now();
};

class CountingSocket extends WebSocket {
  send(...what) {
    counted();
    super.send(...what);
  }
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const quiet = async () => {
  lastMessageAt = performance.now();
  let left;
  while ((left = lastMessageAt + QUIET_MS - performance.now()) > 0) await sleep(left);
};

const connect = async (path, authorization, store) => {
  const socket = new CountingSocket(`ws://127.0.0.1:${port}${path}`, authorization ? { headers: { authorization } } : {});
  socket.on('message', counted);
  return createWsSynchronizer(store, socket);
};

const complete = (store, count) =>
  new Promise((resolve) => {
    const look = () => store.getRowCount(TABLE) === count && resolve();
    store.addRowCountListener(TABLE, look);
    look();
  });

// Milliseconds since begin, when all of that is done; -1 if it is not in time.
const time = async (begin, ...work) => {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, -1)));
  const took = await Promise.race([Promise.all(work).then(() => performance.now() - begin), late]);
  clearTimeout(timer);
  return took;
};

const row = (number) => ({ title: `Row ${number}`, done: number % 2 === 0, position: number });

const fill = (store) =>
  store.transaction(() => {
    for (let i = 0; i < rows; i++) store.setRow(TABLE, `row-${i}`, row(i));
  });

const open = async (path, authorization) => {
  const stores = Array.from({ length: clients }, () => createMergeableStore());
  const synchronizers = [await connect(path, authorization, stores[0])];
  const first = await time(performance.now(), synchronizers[0].startSync());
  fill(stores[0]);
  for (const store of stores.slice(1)) synchronizers.push(await connect(path, authorization, store));
  await Promise.all(synchronizers.slice(1).map((synchronizer) => synchronizer.startSync()));
  const ready = await time(0, ...stores.map((store) => complete(store, rows)));
  await quiet();
  return { stores, synchronizers, first: ready < 0 ? ready : first };
};

const join = async (path, authorization) => {
  const { stores, synchronizers, first } = await open(path, authorization);
  const joiner = createMergeableStore();
  joiner.setRow(TABLE, 'mine', row(rows));
  messages = 0;
  synchronizers.push(await connect(path, authorization, joiner));
  const begin = performance.now();
  const synced = time(begin, synchronizers.at(-1).startSync(), complete(joiner, rows + 1));
  const all = await time(begin, synced, ...stores.map((store) => complete(store, rows + 1)));
  const untilAll = messages;
  await quiet();
  const result = [first, await synced, all, untilAll, messages];
  await Promise.all(synchronizers.map((synchronizer) => synchronizer.destroy()));
  return result;
};

for await (const line of createInterface({ input: process.stdin })) {
  const [path, ...authorization] = line.split(' ');
  console.log((await join(path, authorization.join(' '))).map((number) => number.toFixed(2)).join(' '));
}
