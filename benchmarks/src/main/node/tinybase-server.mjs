// The server that the TinyBase library brings, with a store for each path, in memory.
import { createMergeableStore } from 'tinybase/mergeable-store';
import { createCustomPersister, Persists } from 'tinybase/persisters';
import { createWsServer } from 'tinybase/synchronizers/synchronizer-ws-server';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]), perMessageDeflate: false });

createWsServer(server, () =>
  createCustomPersister(
    createMergeableStore(),
    async () => undefined,
    async () => {},
    () => {},
    () => {},
    undefined,
    Persists.MergeableStoreOnly,
  ),
);
