import { describe, expect, it } from '@jest/globals';
import type { TenantCommand } from '../../../subgraphs/tenants/tenants/tenant.js';
import { assertActive, stepOf, tenantStatuses } from '../../../subgraphs/tenants/tenants/tenant.js';

const allowed: Record<TenantCommand, string> = {
  activate: 'PROVISIONING → ACTIVE',
  suspend: 'ACTIVE → SUSPENDED',
  reactivate: 'SUSPENDED → ACTIVE',
};

describe('stepOf', () => {
  it.each(Object.entries(allowed) as [TenantCommand, string][])(
    'allows to %s from one status only',
    (command, expected) => {
      const steps = tenantStatuses.flatMap((status) => {
        try {
          const { from, to } = stepOf(status, command);
          return [`${from} → ${to}`];
        } catch (error) {
          expect(error).toMatchObject({ code: 'INVALID_STATE', inputPath: ['input', 'tenantId'] });
          return [];
        }
      });

      expect(steps).toEqual([expected]);
    },
  );
});

describe('assertActive', () => {
  it('lets active tenants change things, and nobody else', () => {
    expect(() => assertActive({ status: 'ACTIVE' })).not.toThrow();
    expect(() => assertActive({ status: 'SUSPENDED' })).toThrow(
      expect.objectContaining({ code: 'TENANT_SUSPENDED' }),
    );
    expect(() => assertActive({ status: 'PROVISIONING' })).toThrow(
      expect.objectContaining({ code: 'INVALID_STATE' }),
    );
  });
});
