import { runService } from '../../foundation/process/run-service.js';
import { withJobQueue } from '../../foundation/process/with-job-queue.js';
import { automlSettings } from './settings.js';
import { createAutoml } from './subgraph.js';

await runService(
  {
    name: 'ml-automl',
    settings: automlSettings,
    port: (settings) => settings.AUTOML_PORT,
    create: (deps, { settings }) =>
      withJobQueue(deps, (jobs) => createAutoml(deps, { settings, jobs })),
  },
  process.env,
);
