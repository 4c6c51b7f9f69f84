import { runService } from '../../foundation/process/run-service.js';
import { withJobQueue } from '../../foundation/process/with-job-queue.js';
import { paymentsSettings } from './settings.js';
import { createPayments } from './subgraph.js';

await runService(
  {
    name: 'payment-service',
    settings: paymentsSettings,
    port: (settings) => settings.PAYMENTS_PORT,
    create: (deps, { settings }) =>
      withJobQueue(deps, (jobs) => createPayments(deps, { settings, jobs })),
  },
  process.env,
);
