import { GraphQLError, parse, validate, visit } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { isStorable, unstorableTextError } from './unstorable-text.js';

export type PreparedOperation =
  | { document: DocumentNode; errors?: undefined }
  | { document?: undefined; errors: readonly GraphQLError[] };

/** Parses and validates each operation text once; the gateway sends the same few thousand texts again and again. */
export class OperationCache {
  readonly #prepared = new Map<string, PreparedOperation>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly capacity = 2_000,
  ) {}

  prepare(query: string): PreparedOperation {
    const known = this.#prepared.get(query);
    if (known) {
      // Re-inserting keeps the map in order of last use.
      this.#prepared.delete(query);
      this.#prepared.set(query, known);
      return known;
    }
    const prepared = this.#parseAndValidate(query);
    if (this.#prepared.size >= this.capacity) {
      const oldest = this.#prepared.keys().next();
      if (!oldest.done) this.#prepared.delete(oldest.value);
    }
    this.#prepared.set(query, prepared);
    return prepared;
  }

  #parseAndValidate(query: string): PreparedOperation {
    try {
      const document = parse(query);
      const errors = [...validate(this.schema, document), ...unstorableLiterals(document)];
      return errors.length > 0 ? { errors } : { document };
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  }
}

const unstorableLiterals = (document: DocumentNode): GraphQLError[] => {
  const errors: GraphQLError[] = [];
  visit(document, {
    StringValue(node) {
      if (!isStorable(node.value)) errors.push(unstorableTextError({ literal: node }));
    },
  });
  return errors;
};
