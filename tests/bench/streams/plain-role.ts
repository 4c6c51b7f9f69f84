// What there is to be compared with: `ws` alone, which sends the same text to every socket.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { serve } from './peer.js';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
await once(server, 'listening');
const { port } = server.address() as AddressInfo;

serve((command) => {
  if (command.do === 'start') return `http://127.0.0.1:${port}`;
  if (command.do !== 'broadcast') throw new Error(`plain ws does not ${command.do}`);
  // One Buffer for all, as text: the fastest that `ws` itself offers.
  const bytes = Buffer.from(command.text);
  for (let i = 0; i < command.times; i++)
    for (const client of server.clients) client.send(bytes, { binary: false });
  return null;
});
