import { describe, expect, it } from '@jest/globals';
import type { TenantCommand } from '../../../subgraphs/tenants/tenants/tenant.js';
import {
  assertActive,
  barredBecause,
  stepOf,
  tenantStatuses,
} from '../../../subgraphs/tenants/tenants/tenant.js';

const allowed: Record<TenantCommand, string> = {
  activate: 'PROVISIONING → ACTIVE',
  suspend: 'ACTIVE → SUSPENDED',
  reactivate: 'SUSPENDED → ACTIVE',
  'request deletion': 'ACTIVE → DELETING, SUSPENDED → DELETING',
  'cancel deletion': 'DELETING → ACTIVE',
  'cancel deletion and stay suspended': 'DELETING → SUSPENDED',
  'finish deletion': 'DELETING → DELETED',
};

describe('stepOf', () => {
  it.each(Object.entries(allowed) as [TenantCommand, string][])(
    'allows to %s from these statuses only',
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

      expect(steps.join(', ')).toBe(expected);
    },
  );
});

describe('assertActive', () => {
  it('lets active tenants change things, and nobody else', () => {
    expect(() => assertActive({ status: 'ACTIVE' })).not.toThrow();
    for (const status of ['SUSPENDED', 'DELETING', 'DELETED'] as const)
      expect(() => assertActive({ status })).toThrow(
        expect.objectContaining({ code: 'TENANT_SUSPENDED' }),
      );
    expect(() => assertActive({ status: 'PROVISIONING' })).toThrow(
      expect.objectContaining({ code: 'INVALID_STATE' }),
    );
  });
});

describe('barredBecause', () => {
  it('keeps everybody out of what is stopped, but lets owners turn back from a deletion', () => {
    const entering = tenantStatuses.flatMap((status) =>
      ['OWNER', 'ADMIN', 'VIEWER']
        .filter((role) => barredBecause({ status }, role) === null)
        .map((role) => `${role} of ${status}`),
    );

    expect(entering).toEqual([
      'OWNER of PROVISIONING',
      'ADMIN of PROVISIONING',
      'VIEWER of PROVISIONING',
      'OWNER of ACTIVE',
      'ADMIN of ACTIVE',
      'VIEWER of ACTIVE',
      'OWNER of DELETING',
    ]);
  });
});
