import type { RequestIdentity } from '../../../foundation/context/viewer.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import type { BaseContext } from '../../../foundation/subgraph/subgraph-executor.js';
import type { AlertService } from '../alerts/alert-service.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { RuleService } from '../surveillance/rule-service.js';

export type ComplianceServices = {
  auditLog: AuditLog;
  rules: RuleService;
  alerts: AlertService;
  broadcast: Broadcast;
};

export type ComplianceContext = BaseContext & ComplianceServices;

export const createComplianceContext = (
  { viewer, requestId }: RequestIdentity,
  services: ComplianceServices,
): ComplianceContext => ({ viewer, requestId, ...services });
