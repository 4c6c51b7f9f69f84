// ai-orchestrator in a process of its own for the benchmark: a durable PostgreSQL, one tenant with one provider. Says
// READY and its port; answers every line of its input with a fresh identity.
import { createInterface } from 'node:readline';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import { createInProcessBroadcast } from '../../../foundation/messaging/in-process-broadcast.js';
import { createInProcessEventBus } from '../../../foundation/messaging/in-process-event-bus.js';
import { systemClock } from '../../../foundation/time/clock.js';
import { providersOptionsFrom } from '../../../subgraphs/providers/settings.js';
import { createProviders } from '../../../subgraphs/providers/subgraph.js';
import { openBenchDatabase } from '../market-data/bench-database.js';

const origin = process.argv[2] ?? '';
const logger = createLogger({ level: 'error' });
const database = await openBenchDatabase();
const identityKeys = createIdentityKeys(Buffer.alloc(32, 7), systemClock);
const ids = createIdGenerator(systemClock);
const tenantId = ids('tenant');
await database.provisionTenant(tenantId);

const service = await createProviders(
  {
    ...{ clock: systemClock, ids, logger, identityKeys },
    bus: createInProcessEventBus({ logger }),
    broadcast: createInProcessBroadcast(logger),
    ...{ platformDb: database.platformDb, tenantDb: database.tenantDb },
  },
  {
    ...providersOptionsFrom({
      PLATFORM_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
      AI_PRIVATE_ORIGINS: origin,
      AI_REQUESTS_PER_MINUTE: '1000000',
      AI_TOKENS_PER_MINUTE: '1000000000',
      AI_MONTHLY_COST_LIMIT_USD: '1000000',
    }),
    market: { instruments: () => Promise.resolve([]), lastMinutes: () => Promise.resolve([]) },
  },
);
const { url } = await service.listen({ host: '127.0.0.1', port: 0 });

const identity = (): string =>
  identityKeys.sign(
    {
      viewer: {
        ...{ kind: 'user', tenantId, userId: 'usr_1', sessionId: 'ses_1', role: 'OWNER' },
        scopes: ['ai:use', 'ai:admin'],
      },
      requestId: 'req_1',
    },
    'providers',
  );

const config = {
  ...{ type: 'openai', name: 'upstream', apiKey: 'sk-bench', baseUrl: `${origin}/v1` },
  models: { chat: 'gpt-5.5' },
};
const created = await fetch(`${url}/graphql`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-platform-identity': identity() },
  body: JSON.stringify({
    query: `mutation ($input: CreateProviderInput!) { createProvider(input: $input) { provider { id } userErrors { message } } }`,
    variables: { input: { config } },
  }),
});
const answer = await created.text();
if (!answer.includes('"prv_')) throw new Error(answer);

console.log(`READY ${new URL(url).port}`);
const lines = createInterface({ input: process.stdin });
lines.on('line', () => console.log(identity()));
lines.once('close', () => {
  void service
    .close()
    .then(() => database.close())
    .then(() => process.exit(0));
});
