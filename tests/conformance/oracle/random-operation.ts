import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { GraphQLInputType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { hash } from './mock-world.js';

export type RandomOperation = { query: string; variables: Record<string, unknown> };

const deepest = 5;
const widest = 4;

/** A valid query or mutation, with all that makes planning hard: aliases, fragments, conditions, variables. */
export const randomOperation = (schema: GraphQLSchema, seed: number): RandomOperation =>
  new OperationWriter(schema, seed).write();

class OperationWriter {
  #draws = 0;
  #names = 0;
  #fieldsLeft = 40;
  readonly #definitions: string[] = [];
  readonly #fragments: string[] = [];
  readonly #variables: Record<string, unknown> = {};

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly seed: number,
  ) {}

  write(): RandomOperation {
    const mutation = this.schema.getMutationType();
    const isMutation = mutation && this.#oneIn(6);
    const root = isMutation ? mutation : this.schema.getQueryType();
    if (!root) throw new Error('a schema without queries');
    const body = this.#selection(root, 0);
    const variables = this.#definitions.length > 0 ? `(${this.#definitions.join(', ')})` : '';
    const keyword = isMutation ? 'mutation' : 'query';
    return {
      query: [`${keyword} Random${variables} ${body}`, ...this.#fragments].join('\n'),
      variables: this.#variables,
    };
  }

  #draw(below: number): number {
    return hash(`${this.seed}/${this.#draws++}`) % below;
  }

  #oneIn(count: number): boolean {
    return this.#draw(count) === 0;
  }

  #name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  #selection(type: GraphQLObjectType, depth: number): string {
    const all = Object.values(type.getFields()).filter(
      (field) => depth < deepest || isLeafType(getNamedType(field.type)),
    );
    const parts = Array.from({ length: 1 + this.#draw(widest) }, () => {
      const field = all[this.#draw(all.length)];
      return field ? this.#field(field, depth) : '__typename';
    });
    if (this.#oneIn(4)) parts.push('__typename');
    const body = `{ ${parts.join(' ')} }`;
    if (depth === 0) return body;
    if (this.#oneIn(5)) return `{ ...${this.#directive()} ${body} __typename }`;
    if (!this.#oneIn(5)) return body;
    const fragment = this.#name('F');
    this.#fragments.push(`fragment ${fragment} on ${type.name} ${body}`);
    return `{ ...${fragment} ... on ${type.name} { t: __typename } }`;
  }

  #field(field: ReturnType<GraphQLObjectType['getFields']>[string], depth: number): string {
    this.#fieldsLeft--;
    const type = getNamedType(field.type);
    // A name of its own: the same field with other arguments may stand beside it.
    const alias = field.args.length > 0 || this.#oneIn(4) ? `${this.#name('a')}: ` : '';
    const given = field.args.flatMap((argument) => {
      if (!isNonNullType(argument.type) && this.#oneIn(2)) return [];
      return [`${argument.name}: ${this.#argument(argument.type)}`];
    });
    const args = given.length > 0 ? `(${given.join(', ')})` : '';
    const below = isObjectType(type)
      ? ` ${this.#fieldsLeft > 0 ? this.#selection(type, depth + 1) : '{ __typename }'}`
      : '';
    return `${alias}${field.name}${args}${this.#directive()}${below}`;
  }

  /** Now and then a condition, in either sense. */
  #directive(): string {
    if (!this.#oneIn(8)) return '';
    const name = this.#name('c');
    this.#definitions.push(`$${name}: Boolean!`);
    this.#variables[name] = this.#oneIn(2);
    return ` @${this.#oneIn(2) ? 'include' : 'skip'}(if: $${name})`;
  }

  #argument(type: GraphQLInputType): string {
    const value = this.#value(type, 0);
    const named = getNamedType(type);
    if (!isInputObjectType(named) && this.#oneIn(2)) return literal(value, isEnumType(named));
    const name = this.#name('v');
    this.#definitions.push(`$${name}: ${String(type)}`);
    this.#variables[name] = value;
    return `$${name}`;
  }

  #value(type: GraphQLInputType, depth: number): unknown {
    const bare = getNullableType(type);
    if (isListType(bare))
      return Array.from({ length: this.#draw(3) }, () => this.#value(bare.ofType, depth));
    if (isEnumType(bare)) {
      const values = bare.getValues();
      return values[this.#draw(values.length)]?.name;
    }
    if (isInputObjectType(bare))
      return Object.fromEntries(
        Object.values(bare.getFields())
          .filter(({ type: of }) => isNonNullType(of) || (depth < 2 && this.#oneIn(2)))
          .map((field) => [field.name, this.#value(field.type, depth + 1)]),
      );
    if (String(bare) === 'Int') return this.#draw(50);
    if (String(bare) === 'Float') return this.#draw(50) / 4;
    if (String(bare) === 'Boolean') return this.#oneIn(2);
    return `x${this.#draw(10)}`;
  }
}

const literal = (value: unknown, isEnum: boolean): string =>
  isEnum ? JSON.stringify(value).replaceAll('"', '') : JSON.stringify(value);
