import { runService } from '../../foundation/process/run-service.js';
import { providersSettings, sharedKeysFrom } from './settings.js';
import { createProviders } from './subgraph.js';

const environment = process.env;

await runService(
  {
    name: 'ai-orchestrator',
    settings: providersSettings,
    port: (settings) => settings.PROVIDERS_PORT,
    create: (deps, { settings }) =>
      createProviders(deps, { settings, sharedKeys: sharedKeysFrom(settings, environment) }),
  },
  environment,
);
