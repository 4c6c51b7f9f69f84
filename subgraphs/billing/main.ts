import { runService } from '../../foundation/process/run-service.js';
import { withJobQueue } from '../../foundation/process/with-job-queue.js';
import { billingSettings } from './settings.js';
import { createBilling } from './subgraph.js';

await runService(
  {
    name: 'billing-service',
    settings: billingSettings,
    port: (settings) => settings.BILLING_PORT,
    create: (deps, { settings }) =>
      withJobQueue(deps, (jobs) => createBilling(deps, { settings, jobs })),
  },
  process.env,
);
