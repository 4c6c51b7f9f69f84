import { runService } from '../../foundation/process/run-service.js';
import { tenantsSettings } from './settings.js';
import { createTenants } from './subgraph.js';

await runService(
  {
    name: 'database-service',
    settings: tenantsSettings,
    port: (settings) => settings.TENANTS_PORT,
    async create(deps, { settings, migrator }) {
      // It owns the schemas: the other services of a deployment wait until it is ready.
      await migrator.migratePlatform();
      await migrator.migrateTenants();
      return createTenants(deps, {
        settings,
        provisionTenant: (tenantId) => migrator.provisionTenant(tenantId),
        dropTenant: (tenantId) => migrator.dropTenant(tenantId),
      });
    },
  },
  process.env,
);
