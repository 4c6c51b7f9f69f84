import { runService } from '../../foundation/process/run-service.js';
import { analyticsSettings } from './settings.js';
import { createAnalytics } from './subgraph.js';

await runService(
  {
    name: 'performance-analytics',
    settings: analyticsSettings,
    port: (settings) => settings.ANALYTICS_PORT,
    create: createAnalytics,
  },
  process.env,
);
