import { Unzip, UnzipInflate } from 'fflate';
import { RecordingError } from './recording-error.js';

/** Expands the one file of a zip archive, chunk by chunk. */
export class ZippedFile {
  readonly #unzip: Unzip;
  #expanded: Uint8Array[] = [];
  #files = 0;
  #ended = false;
  #failure: Error | undefined;

  /** @param path names the archive in errors. */
  constructor(private readonly path: string) {
    this.#unzip = new Unzip((file) => {
      this.#files++;
      file.ondata = (error, bytes, final) => {
        if (error) this.#failure = error;
        else this.#expanded.push(bytes);
        this.#ended ||= final;
      };
      file.start();
    });
    this.#unzip.register(UnzipInflate);
  }

  /** @throws {RecordingError} when the archive is damaged or holds more than one file. */
  expand(chunk: Uint8Array): Uint8Array[] {
    this.#push(chunk, false);
    if (this.#files > 1) throw this.#notOneFile();
    return this.#expanded.splice(0);
  }

  /** @throws {RecordingError} when the archive ends too early or holds no file. */
  end(): Uint8Array[] {
    this.#push(new Uint8Array(0), true);
    if (this.#files !== 1) throw this.#notOneFile();
    if (!this.#ended) throw this.#damaged('it ends too early');
    return this.#expanded.splice(0);
  }

  #push(chunk: Uint8Array, isLast: boolean): void {
    try {
      this.#unzip.push(chunk, isLast);
    } catch (error) {
      this.#failure = error as Error;
    }
    if (this.#failure) throw this.#damaged(this.#failure.message);
  }

  #damaged(reason: string): RecordingError {
    return new RecordingError(`${this.path} is a damaged zip archive: ${reason}.`);
  }

  #notOneFile(): RecordingError {
    return new RecordingError(`${this.path} must hold exactly one file.`);
  }
}
