import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse, separateOperations, visit } from 'graphql';

export const operationsOf = (text) =>
  Object.entries(separateOperations(parse(text))).map(([name, document]) => ({ name, document }));

export const readOperations = (folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .flatMap((file) => operationsOf(readFileSync(join(folder, file), 'utf8')));

export const readPending = (folder) =>
  JSON.parse(readFileSync(join(folder, 'pending.json'), 'utf8'));

const isEmptied = ({ selectionSet }) => selectionSet?.selections.length === 0;

/** A field that is left with nothing to select goes with what it selected. */
export const withoutFields = (document, coordinates) => {
  const names = new Set(coordinates.map((coordinate) => coordinate.split('.')[1]));
  return visit(document, {
    [Kind.FIELD]: {
      enter: (node) => (names.has(node.name.value) ? null : undefined),
      leave: (node) => (isEmptied(node) ? null : undefined),
    },
  });
};

export const servedOperations = (operations, pending) => {
  const later = new Set(Object.values(pending.operations).flat());
  const fields = Object.values(pending.fields).flat();
  return operations
    .filter(({ name }) => !later.has(name))
    .map(({ name, document }) => ({ name, document: withoutFields(document, fields) }));
};
