import { runService } from '../../foundation/process/run-service.js';
import { complianceSettings } from './settings.js';
import { createCompliance } from './subgraph.js';

await runService(
  {
    name: 'compliance-monitor',
    settings: complianceSettings,
    port: (settings) => settings.COMPLIANCE_PORT,
    create: (deps, { settings }) => createCompliance(deps, { settings }),
  },
  process.env,
);
