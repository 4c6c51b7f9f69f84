/** Why a call to a subgraph brought no answer. */
export class SubgraphFailure extends Error {
  override readonly name = 'SubgraphFailure';

  constructor(
    readonly kind: 'unreachable' | 'deadline' | 'bad-answer' | 'circuit-open' | 'aborted',
    message: string,
    /** Whether the subgraph may have received the request and acted on it. */
    readonly mayHaveActed: boolean,
  ) {
    super(message);
  }
}

const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const connectionLost = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ETIMEDOUT']);

/** Whether the connection failed, rather than the conversation over it. */
export const isConnectionFailure = (error: unknown): boolean =>
  neverConnected.has(codeOf(error)) || connectionLost.has(codeOf(error));

export const unreachable = (error: unknown): SubgraphFailure =>
  new SubgraphFailure('unreachable', codeOf(error), !neverConnected.has(codeOf(error)));

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  // When a name has several addresses, all of which refuse, Node reports one error with the reasons inside.
  if (error instanceof AggregateError && error.errors.length > 0)
    return codeOf(error.errors[0] as unknown);
  return (error as NodeJS.ErrnoException).code ?? error.name;
};
