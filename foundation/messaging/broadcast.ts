/**
 * Messages for live screens and price consumers. What is published is not stored: a listener that is away misses it.
 * In-process, `publish` resolves when every listener has run, so that a replay at full speed stays in step. What is
 * appended is also kept for a while, for readers that come back after a break.
 */
export type Broadcast = {
  publish(channel: string, message: unknown): Promise<void>;
  /** `listener` runs for every message of `channel`, in order; those that were appended are not among them. */
  subscribe(
    channel: string,
    listener: (message: unknown) => void | Promise<void>,
  ): Promise<Unsubscribe>;
  /** Adds a message to the record of `channel`, of which the newest are kept. */
  append(channel: string, message: unknown): Promise<void>;
  /**
   * Runs `listener` for every message that is appended from now on; or, with `from`, for the message at that place
   * and all that followed it: nothing is missing, nothing comes twice.
   * @param from a place that a listener was told.
   * @throws {DomainError} STREAM_CURSOR_UNAVAILABLE when the message there is not kept any more.
   */
  follow(
    channel: string,
    from: string | null,
    listener: (message: unknown, place: string) => void,
  ): Promise<Unsubscribe>;
  close(): Promise<void>;
};

export type Unsubscribe = () => Promise<void>;
