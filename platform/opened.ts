import type { Logger } from '../foundation/logging/logger.js';

/** What has been opened so far, closed in the reverse order. A part that fails to close does not keep the rest open. */
export class Opened {
  readonly #closers: { what: string; close: () => unknown }[] = [];
  #closing: Promise<void> | undefined;

  constructor(private readonly logger: Logger) {}

  add(what: string, close: () => unknown): void {
    this.#closers.push({ what, close });
  }

  /** May be called twice. */
  close(): Promise<void> {
    return (this.#closing ??= this.#closeAll());
  }

  async #closeAll(): Promise<void> {
    for (let part = this.#closers.pop(); part; part = this.#closers.pop()) {
      try {
        await part.close();
        this.logger.info({ part: part.what }, 'closed');
      } catch (error) {
        this.logger.error({ err: error, part: part.what }, 'could not be closed in good order');
      }
    }
  }
}
