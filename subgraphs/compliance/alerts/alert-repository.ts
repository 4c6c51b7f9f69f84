import type { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { AlertSeverity, RuleKind } from '../../../foundation/events/compliance-events.js';
import type { Finding } from '../surveillance/finding.js';
import type { Alert, AlertStatus } from './alert.js';

/** Keeps a finding as an open alert; null when the same finding has raised one before. */
export const addAlert = async (
  tx: TenantTransaction,
  alert: { id: string; raisedAt: Date },
  finding: Finding,
): Promise<Alert | null> => {
  const { count } = await tx.complianceAlert.createMany({
    data: [
      {
        ...alert,
        ruleKind: finding.rule,
        subject: finding.subject,
        severity: finding.severity,
        status: 'OPEN',
        summary: finding.summary,
        orderIds: finding.orderIds,
        evidence: finding.evidence as Prisma.InputJsonObject,
        changedAt: alert.raisedAt,
      },
    ],
    skipDuplicates: true,
  });
  return count === 1 ? { ...alert, ...finding, status: 'OPEN' } : null;
};

/** Newest first, one more than `first`. */
export const listAlerts = async (
  db: TenantClient,
  page: { first: number; after: string | null },
): Promise<Alert[]> => {
  const rows = await db.complianceAlert.findMany({
    where: page.after === null ? {} : { id: { lt: page.after } },
    orderBy: { id: 'desc' },
    take: page.first + 1,
  });
  return rows.map(toAlert);
};

export const findAlert = async (tx: TenantTransaction, id: string): Promise<Alert | null> => {
  const row = await tx.complianceAlert.findUnique({ where: { id } });
  return row && toAlert(row);
};

/** False when somebody else changed the status meanwhile. */
export const saveAlertStatus = async (
  tx: TenantTransaction,
  alert: Alert,
  status: AlertStatus,
  changedAt: Date,
): Promise<boolean> => {
  const { count } = await tx.complianceAlert.updateMany({
    where: { id: alert.id, status: alert.status },
    data: { status, changedAt },
  });
  return count === 1;
};

type Row = Awaited<ReturnType<TenantClient['complianceAlert']['findMany']>>[number];

const toAlert = (row: Row): Alert => ({
  id: row.id,
  rule: row.ruleKind as RuleKind,
  severity: row.severity as AlertSeverity,
  status: row.status as AlertStatus,
  summary: row.summary,
  orderIds: row.orderIds,
  evidence: row.evidence,
  raisedAt: row.raisedAt,
});
