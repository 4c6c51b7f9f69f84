import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export type SchemaArea = 'platform' | 'tenant';

const root = path.join(import.meta.dirname, '../..');

/**
 * The SQL that leads from a live schema to the models, as Prisma sees it: null when there is nothing to do. Checks and
 * partitions are not part of the models, so they are not compared.
 * @param modelsFolder default: the committed models of the area.
 */
export const schemaDifference = async (
  area: SchemaArea,
  live: { url: string; schema: string },
  modelsFolder = `prisma/${area}`,
): Promise<string | null> => {
  const child = spawn(
    process.execPath,
    [
      ...['scripts/prisma.mjs', 'migrate', 'diff'],
      ...['--config', `prisma/${area}/prisma.config.ts`, '--from-config-datasource'],
      ...['--to-schema', modelsFolder, '--script', '--exit-code'],
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PRISMA_DATABASE_URL: `${live.url}?schema=${live.schema}` },
    },
  );
  let sql = '';
  let complaints = '';
  child.stdout.on('data', (chunk: Buffer) => (sql += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  if (exitCode === 0) return null;
  if (exitCode === 2) return sql.trim();
  throw new Error(`Prisma could not compare the ${area} schema: ${complaints}${sql}`);
};
