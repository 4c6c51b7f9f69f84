/**
 * Fire-and-forget messages for live screens and price consumers: nothing is stored, a listener that is away misses
 * them. In-process, `publish` resolves when every listener has run, so that a replay at full speed stays in step.
 */
export type Broadcast = {
  publish(channel: string, message: unknown): Promise<void>;
  /** `listener` runs for every message of `channel`, in order. */
  subscribe(
    channel: string,
    listener: (message: unknown) => void | Promise<void>,
  ): Promise<Unsubscribe>;
  close(): Promise<void>;
};

export type Unsubscribe = () => Promise<void>;
