#!/usr/bin/env node
// Composes supergraph.yaml (rover's format) into supergraph.graphql, offline:
//   node scripts/compose-supergraph.mjs [--config <supergraph.yaml>] [--out <supergraph.graphql>] [--check]
// --check compares with the committed file instead of writing it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { load } from 'js-yaml';
import { pushDownDelivery } from './compose/push-down-delivery.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const fail = (...lines) => {
  console.error(lines.join('\n'));
  process.exit(1);
};

const readOptions = () => {
  try {
    return parseArgs({
      options: {
        config: { type: 'string', default: join(root, 'supergraph.yaml') },
        out: { type: 'string', default: join(root, 'supergraph.graphql') },
        check: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail(error.message);
  }
};

/** One subgraph as the composer takes it, or the sentence that says what is wrong with it. */
const readSubgraph = (name, entry, folder) => {
  const url = entry?.routing_url;
  if (typeof url !== 'string' || !URL.canParse(url))
    return { fault: `${name}: routing_url is not a URL` };
  const { sdl, file } = entry.schema ?? {};
  if (sdl === undefined && file === undefined)
    return { fault: `${name}: schema needs \`file\` or \`sdl\`` };
  const path = file === undefined ? undefined : resolve(folder, file);
  if (path !== undefined && !existsSync(path))
    return { fault: `${name}: there is no file ${file}` };
  try {
    return { name, url, typeDefs: pushDownDelivery(parse(sdl ?? readFileSync(path, 'utf8'))) };
  } catch (error) {
    const [at] = error.locations ?? [];
    return { fault: `${name}: ${file ?? 'sdl'}:${at?.line}:${at?.column} ${error.message}` };
  }
};

const readSubgraphs = (config) => {
  if (!existsSync(config)) fail(`There is no file ${config}.`);
  const { subgraphs } = load(readFileSync(config, 'utf8')) ?? {};
  if (!subgraphs || Object.keys(subgraphs).length === 0) fail(`${config} names no subgraphs.`);
  const read = Object.entries(subgraphs).map(([name, entry]) =>
    readSubgraph(name, entry, dirname(resolve(config))),
  );
  const faults = read.flatMap(({ fault }) => fault ?? []);
  if (faults.length > 0) fail('The subgraphs cannot be read:', ...faults.map((f) => `  - ${f}`));
  return read;
};

/** The composer says `[name] …` only for some of its errors; the rest carry the subgraph on their nodes. */
const describe = (error) => {
  const subgraphs = new Set((error.nodes ?? []).flatMap((node) => node.subgraph ?? []));
  const where = subgraphs.size > 0 ? ` [${[...subgraphs].join(', ')}]` : '';
  return `  - ${error.extensions?.code ?? 'ERROR'}${where}: ${error.message}`;
};

const { config, out, check } = readOptions();
const result = composeServices(readSubgraphs(config));
if (result.errors) fail('The subgraphs do not compose:', ...result.errors.map(describe));
if (result.supergraphSdl.includes('https://specs.apollo.dev/context/'))
  fail('@context is not supported: the gateway would silently send null for such an argument.');
const label = /overrideLabel: "(?!percent\()([^"]+)"/.exec(result.supergraphSdl)?.[1];
if (label !== undefined)
  fail(`@override(label: "${label}") is not supported: only percent(…) can be switched on.`);

// Every subgraph lists the error codes that it answers itself; the supergraph has them all.
const hints = result.hints.filter(
  ({ definition }) => definition.code !== 'INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM',
);
for (const { definition, message } of hints)
  console.log(`hint ${definition.code}: ${message.replaceAll(/\s+/g, ' ')}`);
// Which of two texts the clients would read is chance.
if (check && hints.some(({ definition }) => definition.code === 'INCONSISTENT_DESCRIPTION'))
  fail('One element, one description: take the words of the subgraph that owns it.');

const sdl = `${result.supergraphSdl.trimEnd()}\n`;
const name = relative(process.cwd(), out) || out;
if (!check) {
  writeFileSync(out, sdl);
  console.log(`Composed ${name}.`);
} else if (!existsSync(out)) {
  fail(`${name} is missing: run node scripts/compose-supergraph.mjs and commit the result.`);
} else if (readFileSync(out, 'utf8') !== sdl) {
  fail(
    `${name} is not what ${relative(process.cwd(), config)} composes to: compose and commit it.`,
  );
} else {
  console.log(`${name} is up to date.`);
}
