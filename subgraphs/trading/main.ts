import { runService } from '../../foundation/process/run-service.js';
import { tradingSettings } from './settings.js';
import { createTrading } from './subgraph.js';

await runService(
  {
    name: 'trading-engine',
    settings: tradingSettings,
    port: (settings) => settings.TRADING_PORT,
    create: (deps, { settings }) => createTrading(deps, { settings }),
  },
  process.env,
);
