import type { Server, ServerResponse } from 'node:http';
import type { Clock } from '../time/clock.js';

/**
 * Prepares a server for a graceful end; call it before the server listens. The function that comes back accepts no
 * more connections, lets open requests finish within `timeoutMs`, then closes. Node counts a connection on which
 * nothing was sent yet, such as browsers open ahead of time, as busy, so the requests are counted here, and everybody
 * is hung up on once none is open.
 */
export const closeAfterRequests = (
  server: Server,
  clock: Clock,
): ((timeoutMs: number) => Promise<void>) => {
  let openRequests = 0;
  let onIdle: () => void = () => undefined;
  server.on('request', (_request, response: ServerResponse) => {
    openRequests++;
    response.once('close', () => {
      if (--openRequests === 0) onIdle();
    });
  });

  return (timeoutMs) =>
    new Promise((resolve) => {
      if (!server.listening) {
        resolve();
        return;
      }
      const hangUp = () => server.closeAllConnections();
      const cancelForce = clock.schedule(timeoutMs, hangUp);
      server.close(() => {
        cancelForce();
        resolve();
      });
      onIdle = hangUp;
      if (openRequests === 0) hangUp();
    });
};
