import { runService } from '../../foundation/process/run-service.js';
import { withJobQueue } from '../../foundation/process/with-job-queue.js';
import { notificationsSettings } from './settings.js';
import { createNotifications } from './subgraph.js';

await runService(
  {
    name: 'notification-service',
    settings: notificationsSettings,
    port: (settings) => settings.NOTIFICATIONS_PORT,
    create: (deps, { settings }) =>
      withJobQueue(deps, (jobs) => createNotifications(deps, { settings, jobs })),
  },
  process.env,
);
