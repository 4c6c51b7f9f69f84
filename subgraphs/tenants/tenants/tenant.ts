import { DomainError } from '../../../foundation/errors/domain-error.js';

export const tenantStatuses = ['PROVISIONING', 'ACTIVE', 'SUSPENDED'] as const;
export type TenantStatus = (typeof tenantStatuses)[number];

export type Tenant = {
  id: string;
  slug: string;
  name: string;
  baseCurrency: string;
  status: TenantStatus;
  suspensionReason: string | null;
  createdAt: Date;
};

export type TenantCommand = 'activate' | 'suspend' | 'reactivate';

/** The whole life of a tenant; a step that is not here is refused. */
const steps: Readonly<Record<TenantCommand, { from: TenantStatus; to: TenantStatus }>> = {
  activate: { from: 'PROVISIONING', to: 'ACTIVE' },
  suspend: { from: 'ACTIVE', to: 'SUSPENDED' },
  reactivate: { from: 'SUSPENDED', to: 'ACTIVE' },
};

/** @throws {DomainError} INVALID_STATE when the tenant's status does not allow the step. */
export const stepOf = (
  status: TenantStatus,
  command: TenantCommand,
): { from: TenantStatus; to: TenantStatus } => {
  const step = steps[command];
  if (status !== step.from)
    throw new DomainError('INVALID_STATE', `A tenant that is ${status} cannot ${command}.`, [
      'input',
      'tenantId',
    ]);
  return step;
};

/** @throws {DomainError} TENANT_SUSPENDED unless the tenant may change things. */
export const assertActive = (tenant: Pick<Tenant, 'status'>): void => {
  if (tenant.status === 'SUSPENDED')
    throw new DomainError('TENANT_SUSPENDED', 'This tenant is suspended.');
  if (tenant.status === 'PROVISIONING')
    throw new DomainError('INVALID_STATE', 'This tenant is still being set up.');
};
