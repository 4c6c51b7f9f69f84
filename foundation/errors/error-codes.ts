/**
 * Every code that the public API can answer with: `extensions.code` of a top-level error or `code` of a user error.
 * `advice` tells the caller what to do. docs/errors.md is generated from this table.
 */
export const errorCatalogue = {
  // Who is asking
  UNAUTHENTICATED: {
    retryable: false,
    advice: 'Sign in and send `Authorization: Bearer <accessToken>`.',
  },
  FORBIDDEN: {
    retryable: false,
    advice: 'Ask an owner of the tenant for a role or key with the missing scope.',
  },
  INVALID_CREDENTIALS: { retryable: false, advice: 'Check the e-mail address and the password.' },
  SECOND_FACTOR_REQUIRED: {
    retryable: false,
    advice:
      'Send the same sign-in again with the `code` of the authenticator app, or a recovery code.',
  },
  SESSION_EXPIRED: { retryable: false, advice: 'Sign in again.' },
  TENANT_SUSPENDED: {
    retryable: false,
    advice:
      'Contact the platform operator: sign-in, renewal and keys are refused; a session that is open reads until it ends.',
  },
  // What was asked
  BAD_REQUEST: {
    retryable: false,
    advice: 'Send JSON with a `query` (content-type application/json).',
  },
  GRAPHQL_PARSE_FAILED: { retryable: false, advice: 'Correct the syntax at `locations`.' },
  GRAPHQL_VALIDATION_FAILED: {
    retryable: false,
    advice: 'Compare the operation with the schema at /schema.graphql.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    retryable: false,
    advice: 'Name the operation to run in `operationName`.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    retryable: true,
    advice: 'Send the full query together with its hash.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: { retryable: false, advice: 'Send the full query.' },
  DOCUMENT_NOT_TRUSTED: {
    retryable: false,
    advice: 'Send the id of an operation in the manifest that the gateway was given.',
  },
  BAD_USER_INPUT: { retryable: false, advice: 'Correct the input named by `path`.' },
  INVALID_INPUT: { retryable: false, advice: 'Correct the field named by `path`.' },
  NOT_FOUND: { retryable: false, advice: 'Check the id; it must belong to your tenant.' },
  ALREADY_EXISTS: { retryable: false, advice: 'Choose another name, or use what exists.' },
  CONFLICT: { retryable: true, advice: 'Read the current state and try again.' },
  INVALID_STATE: {
    retryable: false,
    advice: 'Read the current status; this step is not possible from it.',
  },
  IDEMPOTENCY_MISMATCH: { retryable: false, advice: 'Use a new key for a different request.' },
  // Limits
  RATE_LIMITED: { retryable: true, advice: 'Wait `extensions.retryAfterMs` and try again.' },
  QUOTA_EXCEEDED: { retryable: false, advice: 'Wait for the quota to reset or change the plan.' },
  PAYLOAD_TOO_LARGE: { retryable: false, advice: 'Send a smaller request.' },
  OPERATION_TOO_COMPLEX: { retryable: false, advice: 'Ask for fewer fields or smaller pages.' },
  // Outage
  SERVICE_UNAVAILABLE: {
    retryable: true,
    advice: 'The owning service is down; the other fields of the answer hold.',
  },
  DEADLINE_EXCEEDED: {
    retryable: true,
    advice: 'Try again; a command with an idempotency key is safe to repeat.',
  },
  INTERNAL_SERVER_ERROR: {
    retryable: true,
    advice: 'Report `extensions.requestId` to the operator.',
  },
  // Streams
  SUBSCRIPTION_UPSTREAM_LOST: {
    retryable: true,
    advice: 'Subscribe again; the owning service dropped the stream.',
  },
  SUBSCRIPTION_SCHEMA_RELOAD: {
    retryable: true,
    advice: 'The schema changed; validate the operation and subscribe again.',
  },
  SUBSCRIPTION_LAGGED: {
    retryable: true,
    advice: 'Read faster or subscribe again from the last cursor.',
  },
  SUBSCRIPTION_LIMIT_REACHED: {
    retryable: true,
    advice:
      'Complete a stream before starting another, or wait `extensions.retryAfterMs`; `extensions.limit` names the cap.',
  },
  STREAM_CURSOR_INVALID: {
    retryable: false,
    advice: 'Send `extensions.stream.cursor` of an event of this very stream, unchanged, or none.',
  },
  STREAM_CURSOR_UNAVAILABLE: {
    retryable: false,
    advice:
      'What followed the cursor is not kept any more: read the state by a query and subscribe without one.',
  },
  GATEWAY_DRAINING: {
    retryable: true,
    advice: 'Reconnect: this gateway is stopping, another one takes over.',
  },
  SUBSCRIPTION_REQUIRES_WEBSOCKET: {
    retryable: false,
    advice: 'Send subscriptions to ws://…/graphql (graphql-ws protocol).',
  },
} as const satisfies Record<string, { retryable: boolean; advice: string }>;

export type ErrorCode = keyof typeof errorCatalogue;
