import { z } from 'zod';
import {
  choiceSetting,
  integerSetting,
  optionalSetting,
  portSetting,
  textSetting,
} from '../foundation/config/settings.js';
import type { Setting, SettingsOf } from '../foundation/config/settings.js';

const listSetting = (defaultText: string, description: string) => ({
  schema: z
    .string()
    .default(defaultText)
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
  description,
  example: defaultText,
});

/** `name=url,name=url`, such as `trading=http://trading:9000/graphql`. */
const urlMapSetting = (description: string) => ({
  schema: z
    .string()
    .default('')
    .transform((text, context) => {
      const urls: Record<string, string> = {};
      for (const pair of text.split(',').filter((part) => part.trim() !== '')) {
        const [, name, url] = /^\s*([^=\s]+)\s*=\s*(\S+)\s*$/.exec(pair) ?? [];
        if (name === undefined || url === undefined || !URL.canParse(url))
          context.addIssue({ code: 'custom', message: `"${pair}" is not name=url` });
        else urls[name] = url;
      }
      return urls;
    }),
  description,
  example: '',
});

/** `name=number,name=number`, such as `ten_1=2`. */
const numberMapSetting = (description: string) => ({
  schema: z
    .string()
    .default('')
    .transform((text, context) => {
      const numbers: Record<string, number> = {};
      for (const pair of text.split(',').filter((part) => part.trim() !== '')) {
        const [, name, number] = /^\s*([^=\s]+)\s*=\s*(\d+(?:\.\d+)?)\s*$/.exec(pair) ?? [];
        if (name === undefined || !(Number(number) > 0))
          context.addIssue({ code: 'custom', message: `"${pair}" is not name=number above 0` });
        else numbers[name] = Number(number);
      }
      return numbers;
    }),
  description,
  example: '',
});

const second = 1_000;

export const gatewaySettings = {
  GATEWAY_HOST: textSetting('0.0.0.0', 'Address that the API gateway listens on.'),
  GATEWAY_PORT: portSetting(3001, 'Port of the public API.'),
  GATEWAY_TLS_CERT_FILE: optionalSetting(
    'Certificate chain in PEM: the gateway then serves https and wss itself. A renewed file is taken on without a restart.',
  ),
  GATEWAY_TLS_KEY_FILE: optionalSetting('Key of GATEWAY_TLS_CERT_FILE, in PEM.'),
  GATEWAY_SUPERGRAPH_FILE: textSetting(
    'supergraph.graphql',
    'The composed supergraph to start from, relative to the repository.',
  ),
  GATEWAY_SUPERGRAPH_POLL_MS: integerSetting(
    5 * second,
    { min: 0, max: 3_600 * second },
    'How often a gateway on its own looks whether its supergraph file has changed; 0 for never.',
  ),
  GATEWAY_SUPERGRAPH_GUARD: choiceSetting(
    ['trusted', 'live', 'off'],
    'trusted',
    'Whose operations a newer supergraph must not break to be served: the trusted documents, all that ran lately too, or none.',
  ),
  GATEWAY_PLANNER: choiceSetting(
    ['hive', 'apollo'],
    'hive',
    'Who plans queries and mutations; where Hive has no build for the machine, Apollo plans.',
  ),
  GATEWAY_IN_PROCESS: choiceSetting(
    ['on', 'off'],
    'on',
    "Whether subgraphs that run in the gateway's own process are called without HTTP.",
  ),
  GATEWAY_SUBGRAPH_URLS: urlMapSetting(
    'Where subgraphs are, when not at the routing URLs of the supergraph: name=url,name=url.',
  ),
  GATEWAY_JWKS_URL: optionalSetting(
    'Public keys of access tokens; by default /.well-known/jwks.json of the tenants subgraph.',
  ),
  GATEWAY_AUTHENTICATION: choiceSetting(
    ['on', 'off'],
    'on',
    'For development: off reads no token, so that everybody is anonymous; what the schema protects stays closed.',
  ),
  NODE_ENV: optionalSetting('`production` refuses settings that are for development only.'),
  GATEWAY_INTROSPECTION: choiceSetting(
    ['on', 'off'],
    'on',
    'Whether clients may read the schema (introspection and /schema.graphql).',
  ),
  GATEWAY_CONSOLE: choiceSetting(
    ['on', 'off'],
    'on',
    'Whether the console is served at /; without it a page with addresses is.',
  ),
  GATEWAY_GRAPHIQL: choiceSetting(['on', 'off'], 'on', 'Whether /graphiql is served.'),
  GATEWAY_CORS_ORIGINS: listSetting(
    '*',
    'Origins of web pages that may call the API, separated by commas; * for any.',
  ),
  GATEWAY_TRUSTED_PROXIES: integerSetting(
    0,
    { min: 0, max: 10 },
    'How many reverse proxies in front append to X-Forwarded-For.',
  ),

  GATEWAY_REQUEST_TIMEOUT_MS: integerSetting(
    30 * second,
    { min: 100, max: 600 * second },
    'Time that one query or mutation may take in all.',
  ),
  GATEWAY_SUBGRAPH_TIMEOUT_MS: integerSetting(
    10 * second,
    { min: 50, max: 600 * second },
    'Time that one call to a subgraph may take.',
  ),
  GATEWAY_SUBGRAPH_CONNECTIONS: integerSetting(
    64,
    { min: 1, max: 1_024 },
    'Connections kept to one subgraph.',
  ),
  GATEWAY_CIRCUIT_FAILURES: integerSetting(
    5,
    { min: 1, max: 1_000 },
    'Failures in a row after which a subgraph is not asked for a while.',
  ),
  GATEWAY_CIRCUIT_COOLDOWN_MS: integerSetting(
    5 * second,
    { min: 10, max: 600 * second },
    'How long a failing subgraph is left alone before one call tries it again.',
  ),

  GATEWAY_TRUSTED_DOCUMENTS_FILE: optionalSetting(
    'Manifest of documents that clients may name by their SHA-256, made by `npm run codegen -- --manifest`.',
  ),
  GATEWAY_DOCUMENTS: choiceSetting(
    ['any', 'trusted'],
    'any',
    'Which documents run: any valid one, or only those of the manifest.',
  ),

  GATEWAY_DEDUPLICATE: choiceSetting(
    ['public', 'viewer', 'off'],
    'public',
    'Which equal queries under way at once are answered together: those on public data, all of one viewer too, or none.',
  ),

  GATEWAY_MAX_BODY_BYTES: integerSetting(
    1_048_576,
    { min: 1_024, max: 104_857_600 },
    'Largest request body and largest WebSocket message.',
  ),
  GATEWAY_MAX_TOKENS: integerSetting(
    10_000,
    { min: 100, max: 1_000_000 },
    'Most tokens in one GraphQL document.',
  ),
  GATEWAY_MAX_DEPTH: integerSetting(15, { min: 2, max: 200 }, 'Deepest nesting of fields.'),
  GATEWAY_MAX_ALIASES: integerSetting(50, { min: 0, max: 10_000 }, 'Most aliases in an operation.'),
  GATEWAY_MAX_ROOT_FIELDS: integerSetting(
    20,
    { min: 1, max: 1_000 },
    'Most fields at the root of an operation.',
  ),
  GATEWAY_MAX_FIELDS: integerSetting(
    2_000,
    { min: 10, max: 1_000_000 },
    'Most fields in an operation, fragments counted wherever they are spread.',
  ),

  GATEWAY_MAX_COST: integerSetting(
    20_000,
    { min: 0, max: 1_000_000_000 },
    'What one operation may cost, by @cost and @listSize of the schema; 0 for no limit.',
  ),
  GATEWAY_COST_PER_MINUTE: integerSetting(
    0,
    { min: 0, max: 1_000_000_000 },
    'What the operations of one tenant may cost in a minute on one gateway; 0 for no limit.',
  ),
  GATEWAY_COST_LIST_SIZE: integerSetting(
    10,
    { min: 1, max: 1_000 },
    'How long a list is taken to be for its cost when the schema does not say.',
  ),

  GATEWAY_MAX_SOCKETS: integerSetting(
    10_000,
    { min: 1, max: 1_000_000 },
    'WebSocket connections in all.',
  ),
  GATEWAY_MAX_SOCKETS_PER_TENANT: integerSetting(
    1_000,
    { min: 1, max: 1_000_000 },
    'WebSocket connections of one tenant; those without a sign-in count together.',
  ),
  GATEWAY_MAX_SUBSCRIPTIONS_PER_SOCKET: integerSetting(
    100,
    { min: 1, max: 100_000 },
    'Operations that run at once on one connection.',
  ),
  GATEWAY_MAX_SUBSCRIPTIONS_PER_TENANT: integerSetting(
    5_000,
    { min: 1, max: 1_000_000 },
    'Subscriptions of one tenant that run at once.',
  ),
  GATEWAY_MAX_SUBSCRIPTIONS_PER_USER: integerSetting(
    1_000,
    { min: 1, max: 1_000_000 },
    'Subscriptions of one user that run at once.',
  ),
  GATEWAY_MAX_SOCKETS_PER_USER: integerSetting(
    250,
    { min: 1, max: 1_000_000 },
    'WebSocket connections of one user.',
  ),
  GATEWAY_MAX_EVENTS_PER_SECOND_PER_TENANT: integerSetting(
    1_000_000,
    { min: 1, max: 1_000_000_000 },
    'Events per second that all streams of one tenant get; beyond it they wait, and prices skip to the newest.',
  ),
  GATEWAY_STREAM_WEIGHTS: numberMapSetting(
    'Share of the gateway that a tenant gets when many send at once, 1 by default: tenantId=2,tenantId=0.5.',
  ),
  GATEWAY_STREAM_HISTORY_EVENTS: integerSetting(
    1_000,
    { min: 0, max: 1_000_000 },
    'Newest events of a lossless stream kept for clients that come back; older ones are asked of the owning service.',
  ),
  GATEWAY_STREAM_CONGESTED_BYTES: integerSetting(
    32_768,
    { min: 1_024, max: 104_857_600 },
    'Bytes that may wait to be sent to a client before its streams hold back.',
  ),
  GATEWAY_STREAM_STALL_MS: integerSetting(
    30 * second,
    { min: 100, max: 3_600 * second },
    'How long a client may read nothing of what waits for it before its connection is closed.',
  ),
  GATEWAY_STREAM_BUFFER_EVENTS: integerSetting(
    1_000,
    { min: 1, max: 1_000_000 },
    'Events of one stream that may wait for a slow client before it is cut off.',
  ),
  GATEWAY_SOCKET_INIT_TIMEOUT_MS: integerSetting(
    3 * second,
    { min: 100, max: 60 * second },
    'Time a new WebSocket connection has to say connection_init.',
  ),
  GATEWAY_SOCKET_HEARTBEAT_MS: integerSetting(
    12 * second,
    { min: 1 * second, max: 300 * second },
    'Interval of heartbeats; a connection that misses one is closed.',
  ),
  GATEWAY_DRAIN_TIMEOUT_MS: integerSetting(
    10 * second,
    { min: 0, max: 600 * second },
    'Time that requests in flight have to finish when the gateway stops.',
  ),
} satisfies Record<string, Setting>;

export type GatewaySettings = SettingsOf<typeof gatewaySettings>;
