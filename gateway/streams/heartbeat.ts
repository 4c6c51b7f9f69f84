import type { WebSocket } from 'ws';
import type { CancelTimer, Clock } from '../../foundation/time/clock.js';

/** Pings a socket at every interval and drops it when the ping before was not answered. */
export const startHeartbeat = (
  socket: WebSocket,
  clock: Clock,
  intervalMs: number,
): CancelTimer => {
  let isAnswered = true;
  const onPong = (): void => {
    isAnswered = true;
  };
  const beat = (): void => {
    if (!isAnswered) {
      socket.terminate();
      return;
    }
    isAnswered = false;
    socket.ping();
    cancel = clock.schedule(intervalMs, beat);
  };
  socket.on('pong', onPong);
  let cancel = clock.schedule(intervalMs, beat);
  return () => {
    cancel();
    socket.removeListener('pong', onPong);
  };
};
