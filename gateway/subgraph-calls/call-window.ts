import type { Clock } from '../../foundation/time/clock.js';
import type { GatewayContext } from '../context/gateway-context.js';
import { SubgraphFailure } from './subgraph-failure.js';

/** The time that one call has, ended early when its client goes. */
export type CallWindow = {
  /** Aborted with a SubgraphFailure as its reason. */
  signal: AbortSignal;
  /** Whole milliseconds, never negative. */
  remainingMs(): number;
  /** False when the call got only what the request had left, so that running out of time is not the callee's fault. */
  isFull: boolean;
  /** Stops the timer; to be called however the call went. */
  close(): void;
};

/** Opens a window of `timeoutMs`, or of what is left of the request's own time if that is less. */
export const createCallWindow = (
  clock: Clock,
  request: Pick<GatewayContext, 'deadlineMs' | 'signal'>,
  timeoutMs: number,
): CallWindow => {
  const endMs = Math.min(clock.nowMs() + timeoutMs, request.deadlineMs ?? Infinity);
  const remainingMs = () => Math.max(0, Math.floor(endMs - clock.nowMs()));
  const controller = new AbortController();
  const abortAs = (kind: 'deadline' | 'aborted', message: string) => () => {
    controller.abort(new SubgraphFailure(kind, message, true));
  };

  const expire = abortAs('deadline', 'no answer in time');
  const cancelTimer = clock.schedule(remainingMs(), expire);
  const onClientGone = abortAs('aborted', 'the client has gone');
  request.signal.addEventListener('abort', onClientGone, { once: true });
  if (request.signal.aborted) onClientGone();
  else if (remainingMs() === 0) expire();

  return {
    signal: controller.signal,
    remainingMs,
    isFull: endMs - clock.nowMs() >= timeoutMs,
    close() {
      cancelTimer();
      request.signal.removeEventListener('abort', onClientGone);
    },
  };
};
