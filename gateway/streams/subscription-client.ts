import type { Viewer } from '../../foundation/context/viewer.js';
import type { Outlet } from './outlet.js';
import type { ParkedStream } from './parked-stream.js';
import type { StreamEnd } from './stream-end.js';

/** Who runs operations, whatever carries them: a WebSocket or an event stream over HTTP. */
export type SubscriptionClient = {
  readonly viewer: Viewer;
  /** Whose quotas it counts against. */
  readonly holder: string;
  readonly clientAddress: string | undefined;
  /** Aborted when it has gone. */
  readonly signal: AbortSignal;
  readonly openOperations: number;
  /** Why it is being closed, if it is; nothing new starts on it then. */
  readonly closingBecause: StreamEnd | undefined;
  /** Where the events of the operation with this id go. */
  outlet(id: string): Outlet;
  /** A cursor for this operation that came with the connection; it is given once. */
  takeCursor(id: string): string | null;
  operationStarted(id: string, stream: ParkedStream | null): void;
};
