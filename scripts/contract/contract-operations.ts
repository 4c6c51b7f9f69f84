import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentNode } from 'graphql';
import { parse, separateOperations } from 'graphql';

/** One client operation with the fragments that it uses. */
export type ContractOperation = { name: string; document: DocumentNode };

/** The operations of one file. */
export const operationsOf = (text: string): ContractOperation[] =>
  Object.entries(separateOperations(parse(text))).map(([name, document]) => ({ name, document }));

/** Every operation of a folder of .graphql files. */
export const readOperations = (folder: string): ContractOperation[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .flatMap((file) => operationsOf(readFileSync(join(folder, file), 'utf8')));
