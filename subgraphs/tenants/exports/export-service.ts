import { rm } from 'node:fs/promises';
import type { Viewer } from '../../../foundation/context/viewer.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { PlatformDatabase } from '../../../foundation/database/platform-database.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { Caller } from '../access/caller.js';
import { requireSession } from '../access/reauthentication.js';
import { requireMember } from '../access/require-member.js';
import type { ControlPlane } from '../tenants/control-plane.js';
import { serviceName } from '../tenants/control-plane.js';
import type { TenantEvents } from '../tenants/tenant-events.js';
import { findTenant } from '../tenants/tenant-repository.js';
import type { DownloadTicket } from './download-link.js';
import { exportFileOf } from './export-files.js';
import {
  countWaitingExports,
  findExport,
  insertExport,
  listDueExports,
  listExports,
  replaceExport,
} from './export-repository.js';
import type { TenantExport } from './tenant-export.js';
import { attemptFailed, expired, finished } from './tenant-export.js';
import { writeExport } from './write-export.js';

export type ExportService = {
  /** Asks for a copy; it is written in the background. @throws {DomainError} FORBIDDEN, CONFLICT, INVALID_STATE. */
  request(caller: Caller): Promise<TenantExport>;
  list(viewer: Viewer, page: { first: number; afterId: string | null }): Promise<TenantExport[]>;
  /** The file behind a ticket; null unless it is ready and kept. */
  fileOf(ticket: DownloadTicket): Promise<string | null>;
  /** Writes what was asked for and removes what has expired; the number of those that were not possible. */
  runDue(): Promise<number>;
};

type Deps = {
  controlPlane: ControlPlane;
  platformDb: PlatformDatabase;
  events: TenantEvents;
  exportsFolder: string;
  clock: Clock;
  ids: IdGenerator;
  logger: Logger;
};

export const createExportService = (deps: Deps): ExportService => {
  const { db } = deps.controlPlane;
  return {
    async request(caller) {
      const { tenantId, userId } = requireMember(requireSession(caller), 'tenant:admin');
      const tenant = await findTenant(db, tenantId);
      if (tenant?.status === 'PROVISIONING')
        throw new DomainError('INVALID_STATE', 'This tenant is still being set up.');
      const one: TenantExport = {
        id: deps.ids('tenantExport'),
        tenantId,
        requestedBy: userId,
        requestedAt: nowOf(deps.clock),
        status: 'REQUESTED',
        attempts: 0,
        bytes: null,
        sha256: null,
        finishedAt: null,
        expiresAt: null,
        failure: null,
      };
      return deps.controlPlane.transaction(async (tx) => {
        // Taking turns per tenant, so that two requests at once are not both the only one.
        await tx.$queryRaw`SELECT 1 FROM platform.tenants WHERE id = ${tenantId} FOR UPDATE`;
        if ((await countWaitingExports(tx, tenantId)) > 0)
          throw new DomainError('CONFLICT', 'A copy is being made already.');
        await insertExport(tx, one);
        const audited = deps.events.audit(caller, {
          tenantId,
          action: 'tenant.export',
          target: { type: 'TenantExport', id: one.id },
        });
        return { result: one, events: [audited] };
      });
    },

    async list(viewer, page) {
      const { tenantId } = requireMember(viewer, 'tenant:admin');
      return listExports(db, tenantId, page);
    },

    async fileOf({ tenantId, exportId }) {
      const one = await findExport(db, tenantId, exportId);
      if (one?.status !== 'READY' || !one.expiresAt || one.expiresAt <= nowOf(deps.clock))
        return null;
      return exportFileOf(deps.exportsFolder, one);
    },

    async runDue() {
      let left = 0;
      for (const one of await listDueExports(db, nowOf(deps.clock)))
        if (!(await workOn(deps, one))) left++;
      return left;
    },
  };
};

const workOn = async (deps: Deps, one: TenantExport): Promise<boolean> => {
  try {
    await (one.status === 'READY' ? remove(deps, one) : write(deps, one));
    return true;
  } catch (error) {
    deps.logger.error({ err: error, exportId: one.id }, 'a copy of a tenant was not possible');
    if (one.status !== 'REQUESTED') return false;
    const failed = attemptFailed(one, 'The copy could not be written.', nowOf(deps.clock));
    await replaceExport(deps.controlPlane.db, one, failed);
    return false;
  }
};

const write = async (deps: Deps, one: TenantExport): Promise<void> => {
  const file = await writeExport({ ...deps, folder: deps.exportsFolder }, one);
  const done = finished(one, file, nowOf(deps.clock));
  const isKept = await deps.controlPlane.transaction(async (tx) => {
    const isMine = await replaceExport(tx, one, done);
    const audited = deps.events.audit(
      { system: serviceName },
      {
        tenantId: one.tenantId,
        action: 'tenant.write-export',
        target: { type: 'TenantExport', id: one.id },
        details: { sha256: file.sha256, bytes: file.bytes, requestedBy: one.requestedBy },
      },
    );
    return { result: isMine, events: isMine ? [audited] : [] };
  });
  // Meanwhile the tenant was deleted, copies and all.
  if (!isKept) await rm(exportFileOf(deps.exportsFolder, one), { force: true });
};

const remove = async (deps: Deps, one: TenantExport): Promise<void> => {
  await rm(exportFileOf(deps.exportsFolder, one), { force: true });
  await replaceExport(deps.controlPlane.db, one, expired(one));
};
