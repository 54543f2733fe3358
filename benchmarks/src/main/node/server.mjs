// The least that a chat server does with the ws package: what arrives on a path goes to all sockets of the path.
import { WebSocketServer } from 'ws';

const rooms = new Map();
const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]), perMessageDeflate: false });

server.on('connection', (socket, request) => {
  const path = request.url;
  if (!rooms.has(path)) rooms.set(path, new Set());
  const room = rooms.get(path);
  room.add(socket);
  socket.on('message', (data) => {
    for (const other of room) other.send(data, { binary: false });
  });
  socket.on('close', () => room.delete(socket));
  socket.on('error', () => socket.terminate());
});
