import type { SharedEvent } from './shared-event.js';

/** Where the events of one subscription go: an operation on a socket, or an event stream over HTTP. */
export type Outlet = {
  /** Hands one message to the network. */
  write(event: SharedEvent, payload: Buffer): void;
  /** More waits for the client already than one that keeps up would leave. */
  readonly isCongested: boolean;
  /** Runs `callback` once, as soon as there is room again. */
  whenRoom(callback: () => void): void;
};
