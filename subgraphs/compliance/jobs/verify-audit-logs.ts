import type { Registry } from 'prom-client';
import { Gauge } from 'prom-client';
import { listTenants } from '../../../foundation/database/list-tenants.js';
import { complianceAlertsChannel } from '../../../foundation/events/compliance-events.js';
import type { RepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import { createRepeatingJob } from '../../../foundation/jobs/repeating-job.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { ServiceDeps } from '../../../foundation/subgraph/service.js';
import { raiseAlerts } from '../alerts/raise-alerts.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { AuditVerification } from '../audit/verify-chain.js';
import type { Finding } from '../surveillance/finding.js';

type Deps = ServiceDeps & {
  service: string;
  relay: OutboxRelay;
  auditLog: AuditLog;
  registry: Registry;
};

const findingOf = (verification: AuditVerification, isShorter: boolean): Finding => {
  const first = verification.firstBrokenSequence ?? verification.verifiedThrough + 1;
  return {
    rule: 'AUDIT_INTEGRITY',
    subject: `audit-log:${first}`,
    severity: 'HIGH',
    summary: isShorter
      ? `The audit log ends at record ${verification.verifiedThrough}, where it was longer before.`
      : `The audit log is not as it was written from record ${first} on.`,
    orderIds: [],
    evidence: { ...verification },
  };
};

/**
 * Verifies every tenant's audit log again and again. An intact one is sealed as it stands, and the seal is logged, too: a
 * copy outside of the database. A broken one raises an alert, once for each place, and shows in the metrics.
 */
export const createAuditVerifier = (deps: Deps, everyMs: number): RepeatingJob => {
  /** How far each log was when this process saw it last: an older copy of everything would verify. */
  const seenThrough = new Map<string, number>();
  const broken = new Gauge({
    name: 'compliance_audit_logs_broken',
    help: 'Audit logs that were not as they were written when they were verified last.',
    registers: [deps.registry],
  });

  const alert = async (tenantId: string, finding: Finding): Promise<void> => {
    deps.logger.error({ tenantId, ...finding.evidence }, 'an audit log is not as it was written');
    const alerts = await deps.tenantDb.transaction(tenantId, (tx) =>
      raiseAlerts(tx, [finding], deps),
    );
    for (const raised of alerts)
      await deps.broadcast.append(complianceAlertsChannel(tenantId), raised);
    await deps.relay.kick(tenantId);
  };

  /** @returns whether the log is as it was written. */
  const verify = async (tenantId: string): Promise<boolean> => {
    const verification = await deps.auditLog.verify(tenantId);
    const isShorter = verification.verifiedThrough < (seenThrough.get(tenantId) ?? 0);
    if (!verification.intact || isShorter) {
      await alert(tenantId, findingOf(verification, isShorter && verification.intact));
      return false;
    }
    seenThrough.set(tenantId, verification.verifiedThrough);
    const checkpoint = await deps.auditLog.checkpoint(tenantId);
    if (checkpoint)
      deps.logger.info({ tenantId, ...checkpoint }, 'an audit log was verified and sealed');
    return true;
  };

  return createRepeatingJob(deps, {
    name: 'verify-audit-logs',
    everyMs,
    async work() {
      let faults = 0;
      for (const tenantId of await listTenants(deps.platformDb))
        if (!(await verify(tenantId))) faults += 1;
      broken.set(faults);
    },
  });
};
