#!/usr/bin/env node
// Two copies of graphql refuse each other's schemas ("Cannot use GraphQLSchema from another module or realm").
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every installed package folder, scoped ones and those nested in another package too. */
function* packagesIn(folder) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.startsWith('.')) continue;
    const path = join(folder, name);
    if (name.startsWith('@')) yield* packagesIn(path);
    else {
      yield path;
      yield* packagesIn(join(path, 'node_modules'));
    }
  }
}

const copies = [...packagesIn(join(root, 'node_modules'))]
  .filter((path) => path.endsWith('/node_modules/graphql'))
  .map((path) => ({
    path: path.slice(root.length),
    version: JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')).version,
  }));

const { dependencies, overrides } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const faults = [];
if (copies.length !== 1)
  faults.push(
    `There are ${copies.length} copies of graphql: ${copies.map((copy) => `${copy.version} in ${copy.path}`).join(', ')}.`,
  );
if (overrides.graphql !== dependencies.graphql)
  faults.push(
    'package.json must name the same exact version of graphql in dependencies and overrides.',
  );
if (copies.some((copy) => copy.version !== dependencies.graphql))
  faults.push(
    `The installed version is not the ${dependencies.graphql} of package.json; run npm ci.`,
  );

if (faults.length > 0) {
  console.error(`${faults.join('\n')}\n\`npm explain graphql\` tells who asks for which version.`);
  process.exit(1);
}
console.log(`One graphql, ${dependencies.graphql}.`);
