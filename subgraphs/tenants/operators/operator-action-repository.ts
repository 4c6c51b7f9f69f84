import type { Db } from '../tenants/tenant-repository.js';
import type {
  OperatorAction,
  OperatorActionKind,
  OperatorActionStatus,
} from './operator-action.js';

type Row = Omit<OperatorAction, 'kind' | 'status'> & { kind: string; status: string };

const toAction = (row: Row): OperatorAction => ({
  ...row,
  kind: row.kind as OperatorActionKind,
  status: row.status as OperatorActionStatus,
});

/** The action, unless the same one waits for a decision. */
export const insertAction = async (db: Db, action: OperatorAction): Promise<boolean> => {
  const { tenantId, kind, requestedAt } = action;
  await db.operatorAction.updateMany({
    where: { tenantId, kind, status: 'PENDING', expiresAt: { lte: requestedAt } },
    data: { status: 'EXPIRED' },
  });
  const { count } = await db.operatorAction.createMany({ data: [action], skipDuplicates: true });
  return count === 1;
};

export const findAction = async (db: Db, id: string): Promise<OperatorAction | null> => {
  const row = await db.operatorAction.findUnique({ where: { id } });
  return row && toAction(row);
};

/** Whether it was this call that decided. */
export const saveDecision = async (db: Db, decided: OperatorAction): Promise<boolean> => {
  const { id, status, decidedBy, decidedAt } = decided;
  const { count } = await db.operatorAction.updateMany({
    where: { id, status: 'PENDING' },
    data: { status, decidedBy, decidedAt },
  });
  return count === 1;
};

/** Newest first; one more than `first` when there are more. */
export const listActions = async (
  db: Db,
  page: { first: number; afterId: string | null },
): Promise<OperatorAction[]> => {
  const rows = await db.operatorAction.findMany({
    ...(page.afterId !== null && { where: { id: { lt: page.afterId } } }),
    orderBy: { id: 'desc' },
    take: page.first + 1,
  });
  return rows.map(toAction);
};
