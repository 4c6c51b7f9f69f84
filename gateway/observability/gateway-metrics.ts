import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export type GatewayMetrics = {
  registry: Registry;
  /** A query or mutation was answered, over HTTP or a socket. */
  requestAnswered(operation: string, outcome: string, seconds: number): void;
  /** A query was answered by what is prepared, without Apollo Server. */
  preparedAnswered: () => void;
  /** A request was turned away before it became an operation. */
  requestRefused(code: string): void;
  /** Whether an answer that may be shared was kept, joined, made to be kept, or made for one viewer. */
  answerShared: (outcome: string) => void;
  /** A newer supergraph was offered. */
  supergraphOffered: (outcome: 'served' | 'refused') => void;
  subgraphAnswered(subgraph: string, outcome: string, seconds: number): void;
  socketOpened(): void;
  socketClosed(): void;
  streamStarted(): void;
  streamEnded(reason: string): void;
  eventSent(outcome: 'ok' | 'errors'): void;
  /** A subscription began to be executed, for however many share it. */
  executionStarted(): void;
  executionEnded(): void;
};

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The gateway's figures for Prometheus; each registry is one gateway's own, several may share a process. */
export const createGatewayMetrics = (): GatewayMetrics => {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'gateway_request_duration_seconds',
    help: 'Queries and mutations by operation type and outcome (ok, partial, error).',
    labelNames: ['operation', 'outcome'],
    buckets,
    registers,
  });
  const subgraphs = new Histogram({
    name: 'gateway_subgraph_request_duration_seconds',
    help: 'Calls to subgraphs by outcome (ok, errors, unreachable, deadline, bad-answer, circuit-open, aborted).',
    labelNames: ['subgraph', 'outcome'],
    buckets,
    registers,
  });
  const sockets = new Gauge({
    name: 'gateway_sockets_open',
    help: 'Open WebSocket connections.',
    registers,
  });
  const streams = new Gauge({
    name: 'gateway_subscriptions_open',
    help: 'Subscriptions that are running.',
    registers,
  });
  const streamsEnded = new Counter({
    name: 'gateway_subscriptions_ended_total',
    help: 'Subscriptions that ended, by reason: completed, client, or an error code.',
    labelNames: ['reason'],
    registers,
  });
  const events = new Counter({
    name: 'gateway_subscription_events_total',
    help: 'Events handed to clients by outcome (ok, errors).',
    labelNames: ['outcome'],
    registers,
  });

  const executions = new Gauge({
    name: 'gateway_subscription_executions_open',
    help: 'Subscriptions that are executed; subscribers who may share one count once.',
    registers,
  });
  // Looked up once: events are sent by the thousand.
  const sent = { ok: events.labels('ok'), errors: events.labels('errors') };

  return {
    registry,
    ...shortCutsAndChanges(registers),
    requestAnswered: (operation, outcome, seconds) =>
      requests.observe({ operation, outcome }, seconds),
    subgraphAnswered: (subgraph, outcome, seconds) =>
      subgraphs.observe({ subgraph, outcome }, seconds),
    socketOpened: () => sockets.inc(),
    socketClosed: () => sockets.dec(),
    streamStarted: () => streams.inc(),
    streamEnded: (reason) => {
      streams.dec();
      streamsEnded.inc({ reason });
    },
    eventSent: (outcome) => sent[outcome].inc(),
    executionStarted: () => executions.inc(),
    executionEnded: () => executions.dec(),
  };
};

/** How answers were found or refused, and what became of newer supergraphs. */
const shortCutsAndChanges = (
  registers: Registry[],
): Pick<
  GatewayMetrics,
  'requestRefused' | 'preparedAnswered' | 'answerShared' | 'supergraphOffered'
> => {
  const refused = new Counter({
    name: 'gateway_requests_refused_total',
    help: 'Requests turned away before they became an operation, by error code.',
    labelNames: ['code'],
    registers,
  });
  const prepared = new Counter({
    name: 'gateway_prepared_answers_total',
    help: 'Queries that were answered by what is prepared, without Apollo Server.',
    registers,
  });
  const supergraphs = new Counter({
    name: 'gateway_supergraphs_offered_total',
    help: 'Newer supergraphs by outcome (served, refused).',
    labelNames: ['outcome'],
    registers,
  });
  const shared = new Counter({
    name: 'gateway_shared_answers_total',
    help: 'Answers that may be shared by outcome (hit, miss, joined, own).',
    labelNames: ['outcome'],
    registers,
  });
  return {
    requestRefused: (code) => refused.inc({ code }),
    preparedAnswered: () => prepared.inc(),
    answerShared: (outcome) => shared.inc({ outcome }),
    supergraphOffered: (outcome) => supergraphs.inc({ outcome }),
  };
};
