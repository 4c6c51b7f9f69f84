/** A supergraph that the gateway cannot serve; the one before it stays in place. */
export class SupergraphError extends Error {
  override readonly name = 'SupergraphError';
}
