#!/usr/bin/env node
// Generates the Prisma clients whose models changed: npm run generate:clients [-- --force]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const prismaFolder = join(root, 'node_modules/prisma');

/** Of the models and of the generator that reads them. */
const fingerprintOf = (folder) => {
  const hash = createHash('sha256').update(readFileSync(join(prismaFolder, 'package.json')));
  for (const name of readdirSync(folder).sort())
    if (name.endsWith('.prisma')) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex');
};

const generate = (models) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(prismaFolder, 'build/index.js'),
      'generate',
      '--config',
      join(models, 'prisma.config.ts'),
    ],
    {
      cwd: root,
      encoding: 'utf8',
      // It asks for the schema engine but never runs it; any executable will do, so nothing is downloaded.
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
    },
  );
  if (status === 0) return;
  console.error(`${stdout}${stderr}\nThe Prisma client of ${models} could not be generated.`);
  process.exit(1);
};

for (const database of ['platform', 'tenant']) {
  const models = join(root, 'prisma', database);
  const client = join(root, 'foundation/database/__generated__', database);
  const stamp = join(client, 'models.sha256');
  const fingerprint = fingerprintOf(models);
  const isCurrent = existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint;
  if (isCurrent && !process.argv.includes('--force')) continue;
  generate(models);
  writeFileSync(stamp, fingerprint);
  console.log(`Generated the Prisma client of prisma/${database}.`);
}
