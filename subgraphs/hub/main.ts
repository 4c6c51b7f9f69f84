import { runService } from '../../foundation/process/run-service.js';
import { hubSettings } from './settings.js';
import { createHub } from './subgraph.js';

await runService(
  {
    name: 'central-hub',
    settings: hubSettings,
    port: (settings) => settings.HUB_PORT,
    create: (deps, { settings }) => createHub(deps, { settings }),
  },
  process.env,
);
