import { runService } from '../../foundation/process/run-service.js';
import { usageSettings } from './settings.js';
import { createUsage } from './subgraph.js';

await runService(
  {
    name: 'usage-monitoring',
    settings: usageSettings,
    port: (settings) => settings.USAGE_PORT,
    create: (deps) => createUsage(deps),
  },
  process.env,
);
