import { runService } from '../../foundation/process/run-service.js';
import { marketDataOptionsFrom, marketDataSettings } from './settings.js';
import { createMarketData } from './subgraph.js';

await runService(
  {
    name: 'data-bridge',
    settings: marketDataSettings,
    port: (settings) => settings.MARKET_DATA_PORT,
    create: (deps, { settings }) => createMarketData(deps, marketDataOptionsFrom(settings)),
  },
  process.env,
);
