import { runService } from '../../foundation/process/run-service.js';
import { inferenceSettings } from './settings.js';
import { createInference } from './subgraph.js';

await runService(
  {
    name: 'realtime-inference',
    settings: inferenceSettings,
    port: (settings) => settings.INFERENCE_PORT,
    create: (deps, { settings }) => createInference(deps, { settings }),
  },
  process.env,
);
