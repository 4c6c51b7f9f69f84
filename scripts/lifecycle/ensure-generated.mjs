import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { runCommand } from './run-command.mjs';

const prismaFolder = join(root, 'node_modules/prisma');

/** Of the models and of the generator that reads them. */
const fingerprintOf = (models) => {
  const hash = createHash('sha256').update(readFileSync(join(prismaFolder, 'package.json')));
  for (const name of readdirSync(models).sort())
    if (name.endsWith('.prisma')) hash.update(name).update(readFileSync(join(models, name)));
  return hash.digest('hex');
};

const clientOf = (database) => {
  const models = join(root, 'prisma', database);
  const stamp = join(root, 'foundation/database/__generated__', database, 'models.sha256');
  const fingerprint = fingerprintOf(models);
  const isCurrent = existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint;
  return { database, models, stamp, fingerprint, isCurrent };
};

const generate = async ({ models, stamp, fingerprint }, signal) => {
  await runCommand(
    process.execPath,
    [
      join(prismaFolder, 'build/index.js'),
      'generate',
      '--config',
      join(models, 'prisma.config.ts'),
    ],
    {
      signal,
      // It asks for the schema engine but never runs it; any executable will do, so nothing is downloaded.
      environment: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
    },
  );
  writeFileSync(stamp, fingerprint);
};

/**
 * Generates the Prisma clients whose models changed.
 * @param options.force generates all of them in any case.
 * @throws {CommandFailure} with what Prisma said.
 */
export const ensureGenerated = async ({ progress, signal, force = false }) => {
  const stale = ['platform', 'tenant'].map(clientOf).filter(({ isCurrent }) => force || !isCurrent);
  if (stale.length === 0) return;
  progress.phase('Generating database clients');
  await Promise.all(stale.map((client) => generate(client, signal)));
};
