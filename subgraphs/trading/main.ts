import { runService } from '../../foundation/process/run-service.js';
import { withJobQueue } from '../../foundation/process/with-job-queue.js';
import { tradingSettings } from './settings.js';
import { createTrading } from './subgraph.js';

await runService(
  {
    name: 'trading-engine',
    settings: tradingSettings,
    port: (settings) => settings.TRADING_PORT,
    create: (deps, { settings }) =>
      withJobQueue(deps, (jobs) => createTrading(deps, { settings, jobs })),
  },
  process.env,
);
