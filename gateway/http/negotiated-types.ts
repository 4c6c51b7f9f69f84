/** More than any set of clients needs. */
const mostRemembered = 100;

/**
 * The content types that Apollo chose for values of the `Accept` header: what it decided once is decided the same way
 * again without asking.
 */
export class NegotiatedTypes {
  readonly #byAccept = new Map<string | undefined, string>();

  learn(accept: string | undefined, contentType: string | undefined): void {
    if (contentType !== undefined && this.#byAccept.size < mostRemembered)
      this.#byAccept.set(accept, contentType);
  }

  for(accept: string | undefined): string | undefined {
    return this.#byAccept.get(accept);
  }
}
