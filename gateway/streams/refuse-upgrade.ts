import type { Duplex } from 'node:stream';

/** Answers a WebSocket handshake with an HTTP status and hangs up. */
export const refuseUpgrade = (socket: Duplex, status: number, reason: string): void => {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
};
