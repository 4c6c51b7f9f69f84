import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { concatAST, parse, separateOperations } from 'graphql';

/** A document loader of @graphql-codegen: the contract's operations without those that pending.json announces. */
export default (folder) => {
  const pending = JSON.parse(readFileSync(join(folder, 'pending.json'), 'utf8'));
  const later = new Set(Object.values(pending).flat());
  const documents = readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .flatMap((file) =>
      Object.entries(separateOperations(parse(readFileSync(join(folder, file), 'utf8')))),
    )
    .filter(([name]) => !later.has(name))
    .map(([, document]) => document);
  return concatAST(documents);
};
