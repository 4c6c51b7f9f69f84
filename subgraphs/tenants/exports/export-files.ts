import { join } from 'node:path';
import { isIdOf } from '../../../foundation/ids/id-generator.js';

/** The folder with the copies of one tenant. What is no id never becomes part of a path. */
export const exportFolderOf = (folder: string, tenantId: string): string => {
  if (!isIdOf('tenant', tenantId)) throw new RangeError('not the id of a tenant');
  return join(folder, tenantId);
};

export const exportFileOf = (
  folder: string,
  { tenantId, id }: { tenantId: string; id: string },
): string => {
  if (!isIdOf('tenantExport', id)) throw new RangeError('not the id of an export');
  return join(exportFolderOf(folder, tenantId), `${id}.zip`);
};
