/** A kind of background job and how it is treated. */
export type JobKind<TData extends object> = {
  /** Stable over releases, `service.verb-noun`. */
  name: string;
  /** How often a failing job is tried again, with growing pauses. */
  retryLimit: number;
  /** A job that runs longer, or whose process died, is given to another worker after this time. */
  expireInSeconds: number;
  /** How many of them one process works on at a time; 1 unless it says otherwise. */
  atOnce?: number;
  /** Never read; carries the type of the data. */
  data?: TData;
};

export type JobHandler<TData extends object> = (data: TData) => Promise<void>;

/**
 * Durable background jobs: an enqueued job survives crashes and runs at least once, so handlers are idempotent.
 * Enqueue after the commit of the state that asks for the job, and again at start for what a crash left behind;
 * `key` makes that harmless.
 */
export type JobQueue = {
  /** Declares the kind and starts to work on its jobs: whatever is due, without a pause. */
  work<TData extends object>(kind: JobKind<TData>, handler: JobHandler<TData>): Promise<void>;
  /**
   * @param options.key at most one job of the kind with this key waits; a second one is dropped. A job with the
   *   same key may run at that moment: the handler decides by its own state whether there is anything left to do.
   * @param options.startAfterSeconds how long the job waits at least.
   */
  enqueue<TData extends object>(
    kind: JobKind<TData>,
    data: TData,
    options: { key: string; startAfterSeconds?: number },
  ): Promise<void>;
  /** Stops taking jobs and waits, bounded, for those that run. */
  close(): Promise<void>;
};
