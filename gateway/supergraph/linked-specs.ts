import { Kind, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';

/** One `@link` of a supergraph: which specification, and under which names its directives appear. */
export type LinkedSpec = {
  /** Without the version, such as `https://specs.apollo.dev/authenticated`. */
  identity: string;
  /** The name of `directive` (without `@`) in this document. */
  nameOf(directive: string): string;
};

type LinkArguments = {
  url?: unknown;
  as?: unknown;
  import?: unknown;
};

/** The specifications that a supergraph builds on. */
export const linkedSpecs = (supergraph: DocumentNode): LinkedSpec[] =>
  supergraph.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? []).flatMap(specOf)
      : [],
  );

/** The identity that a `@link` directive names, or null for any other directive. */
export const linkIdentity = (directive: ConstDirectiveNode): string | null => {
  if (directive.name.value !== 'link') return null;
  const { url } = argumentsOf(directive) as LinkArguments;
  return typeof url === 'string' ? url.replace(/\/v[\d.]+$/, '') : null;
};

export const argumentsOf = (directive: ConstDirectiveNode): Record<string, unknown> =>
  Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );

const specOf = (directive: ConstDirectiveNode): LinkedSpec[] => {
  const identity = linkIdentity(directive);
  if (identity === null) return [];
  const given = argumentsOf(directive) as LinkArguments;
  const specName = identity.slice(identity.lastIndexOf('/') + 1);
  const prefix = typeof given.as === 'string' ? given.as : specName;
  const imported = importedNames(given.import);
  return [
    {
      identity,
      // A specification's own directive carries the bare prefix: @authenticated, not @authenticated__authenticated.
      nameOf: (name) => imported.get(name) ?? (name === specName ? prefix : `${prefix}__${name}`),
    },
  ];
};

const importedNames = (imports: unknown): Map<string, string> => {
  const names = new Map<string, string>();
  for (const item of Array.isArray(imports) ? (imports as unknown[]) : []) {
    const { name, as } = typeof item === 'string' ? { name: item, as: item } : readImport(item);
    if (name.startsWith('@')) names.set(name.slice(1), as.slice(1));
  }
  return names;
};

const readImport = (item: unknown): { name: string; as: string } => {
  const { name, as } = item as { name?: unknown; as?: unknown };
  if (typeof name !== 'string') return { name: '', as: '' };
  return { name, as: typeof as === 'string' ? as : name };
};
