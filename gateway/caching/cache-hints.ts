import { Kind } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';
import { argumentsOf, linkedSpecs } from '../supergraph/linked-specs.js';

/** What `@cacheControl` says of a type or field. */
export type CacheHint = {
  maxAgeSeconds: number | null;
  isPrivate: boolean;
  /** As old as what it stands in may be. */
  inherits: boolean;
};

/** The hints of a supergraph by coordinate: `Type` or `Type.field`. */
export type CacheHints = {
  of(coordinate: string): CacheHint | undefined;
  /** Number of types and fields that have one. */
  size: number;
};

/** Reads `@cacheControl` under whatever name the supergraph imported it. It is public unless it says PRIVATE. */
export const readCacheHints = (supergraph: DocumentNode): CacheHints => {
  const hints = new Map<string, CacheHint>();
  const spec = linkedSpecs(supergraph).find(({ identity }) => identity.endsWith('/cacheControl'));
  const name = spec?.nameOf('cacheControl');
  const note = (
    coordinate: string,
    directives: readonly ConstDirectiveNode[] | undefined,
  ): void => {
    const directive = directives?.find((one) => one.name.value === name);
    if (directive) hints.set(coordinate, toHint(argumentsOf(directive)));
  };
  for (const definition of name === undefined ? [] : supergraph.definitions) {
    const isObject = definition.kind === Kind.OBJECT_TYPE_DEFINITION;
    const isAbstract =
      definition.kind === Kind.INTERFACE_TYPE_DEFINITION ||
      definition.kind === Kind.UNION_TYPE_DEFINITION;
    if (!isObject && !isAbstract) continue;
    const type = definition.name.value;
    note(type, definition.directives);
    if ('fields' in definition)
      for (const field of definition.fields ?? [])
        note(`${type}.${field.name.value}`, field.directives);
  }
  return { of: (coordinate) => hints.get(coordinate), size: hints.size };
};

const toHint = (given: Record<string, unknown>): CacheHint => ({
  maxAgeSeconds: typeof given['maxAge'] === 'number' ? given['maxAge'] : null,
  isPrivate: given['scope'] === 'PRIVATE',
  inherits: given['inheritMaxAge'] === true,
});
