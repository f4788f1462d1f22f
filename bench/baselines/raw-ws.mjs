// The simplest server that notifies many clients: `ws` and a loop. It sends the body of a POST to all clients, after the
// response. A POST to /unwatched only gets a response.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const SUBSCRIBED = Buffer.from('{"event":"subscribed","data":{}}');
const TEXT = { binary: false };

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    response.end('{}');
    if (request.url === '/unwatched') return;
    const bytes = Buffer.concat(chunks);
    for (const socket of sockets.clients) socket.send(bytes, TEXT);
  });
});

const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  // Clients send a subscription, as they do to Boardcast.
  socket.on('message', () => socket.send(SUBSCRIBED, TEXT));
});

server.listen(0, '127.0.0.1', 4_096, () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
