import { DomainError } from '../../../foundation/errors/domain-error.js';

export const tenantStatuses = [
  'PROVISIONING',
  'ACTIVE',
  'SUSPENDED',
  'DELETING',
  'DELETED',
] as const;
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

export type TenantCommand =
  | 'activate'
  | 'suspend'
  | 'reactivate'
  | 'request deletion'
  | 'cancel deletion'
  | 'cancel deletion and stay suspended'
  | 'finish deletion';

export type TenantStep = { from: TenantStatus; to: TenantStatus };

/** The whole life of a tenant; a step that is not here is refused. */
const steps: Readonly<Record<TenantCommand, { from: readonly TenantStatus[]; to: TenantStatus }>> =
  {
    activate: { from: ['PROVISIONING'], to: 'ACTIVE' },
    suspend: { from: ['ACTIVE'], to: 'SUSPENDED' },
    reactivate: { from: ['SUSPENDED'], to: 'ACTIVE' },
    'request deletion': { from: ['ACTIVE', 'SUSPENDED'], to: 'DELETING' },
    'cancel deletion': { from: ['DELETING'], to: 'ACTIVE' },
    'cancel deletion and stay suspended': { from: ['DELETING'], to: 'SUSPENDED' },
    'finish deletion': { from: ['DELETING'], to: 'DELETED' },
  };

/** @throws {DomainError} INVALID_STATE when the tenant's status does not allow the step. */
export const stepOf = (status: TenantStatus, command: TenantCommand): TenantStep => {
  const { from, to } = steps[command];
  if (!from.includes(status))
    throw new DomainError('INVALID_STATE', `A tenant that is ${status} cannot ${command}.`, [
      'input',
      'tenantId',
    ]);
  return { from: status, to };
};

const stopped: Readonly<Partial<Record<TenantStatus, string>>> = {
  SUSPENDED: 'This tenant is suspended.',
  DELETING: 'This tenant is being deleted.',
  DELETED: 'This tenant was deleted.',
};

/** @throws {DomainError} TENANT_SUSPENDED unless the tenant may change things. */
export const assertActive = ({ status }: Pick<Tenant, 'status'>): void => {
  const why = stopped[status];
  if (why !== undefined) throw new DomainError('TENANT_SUSPENDED', why);
  if (status === 'PROVISIONING')
    throw new DomainError('INVALID_STATE', 'This tenant is still being set up.');
};

/** Why a member may not come in; null when they may. Owners may take a copy, or turn back, while it is being deleted. */
export const barredBecause = (
  { status }: Pick<Tenant, 'status'>,
  role: string,
): DomainError | null => {
  const why = stopped[status];
  if (why === undefined || (status === 'DELETING' && role === 'OWNER')) return null;
  return new DomainError('TENANT_SUSPENDED', why);
};
