import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import type {
  GraphQLArgument,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLInputType,
  GraphQLSchema,
} from 'graphql';

/** A number in [0, 1). */
export type Random = () => number;

export type GeneratedOperation = { text: string; variables: Record<string, unknown> };

type Writer = {
  schema: GraphQLSchema;
  random: Random;
  declared: Map<string, string>;
  variables: Record<string, unknown>;
  fragments: string[];
  budget: number;
};

/**
 * A valid operation over a schema: aliases, inline and named fragments, conditions, `__typename`, arguments as literals
 * and as variables. A response key always stands for one field with the same arguments, so that selections merge.
 */
export const generateOperation = (
  schema: GraphQLSchema,
  random: Random,
  options: { kind?: 'query' | 'mutation'; depth?: number; fields?: number } = {},
): GeneratedOperation => {
  const { kind = 'query', depth = 5, fields = 40 } = options;
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  if (!root) throw new Error(`the schema has no ${kind}`);
  const writer: Writer = {
    ...{ schema, random, declared: new Map(), variables: {}, fragments: [], budget: fields },
  };
  const body = selectionsOf(writer, root, depth);
  const declarations = [...writer.declared].map(([name, type]) => `$${name}: ${type}`).join(', ');
  const head = `${kind} Generated${declarations && `(${declarations})`}`;
  return { text: [`${head} ${body}`, ...writer.fragments].join('\n'), variables: writer.variables };
};

const pick = <T>(random: Random, choices: readonly T[]): T =>
  choices[Math.floor(random() * choices.length)] as T;

const selectionsOf = (writer: Writer, type: GraphQLCompositeType, depth: number): string => {
  const { random } = writer;
  const count = 1 + Math.floor(random() * 4);
  const selections = Array.from({ length: count }, () => selectionOf(writer, type, depth));
  const written = selections.filter((one) => one !== '');
  return `{ ${written.length > 0 ? written.join(' ') : '__typename'} }`;
};

const selectionOf = (writer: Writer, type: GraphQLCompositeType, depth: number): string => {
  const { random } = writer;
  const roll = random();
  if (roll < 0.08) return `${random() < 0.3 ? 'kind: ' : ''}__typename`;
  if (roll < 0.3 && depth > 0) return fragmentOn(writer, type, depth);
  if (!('getFields' in type)) return depth > 0 ? fragmentOn(writer, type, depth) : '';
  const fields = Object.values(type.getFields());
  const usable = fields.filter((field) => depth > 0 || !isCompositeType(getNamedType(field.type)));
  if (usable.length === 0 || writer.budget-- <= 0) return '';
  return fieldOf(writer, type.name, pick(random, usable), depth);
};

const fieldOf = (
  writer: Writer,
  parent: string,
  field: GraphQLField<unknown, unknown>,
  depth: number,
): string => {
  const named = getNamedType(field.type);
  // Interfaces and their implementations share keys only where names and arguments are the same.
  const isPlain = field.args.length === 0;
  const alias = writer.random() < 0.15 && isPlain ? `${field.name}_: ` : '';
  const key = isPlain ? alias : `${parent.toLowerCase()}_${field.name}: `;
  const below = isCompositeType(named) ? ` ${selectionsOf(writer, named, depth - 1)}` : '';
  return `${key}${field.name}${argumentsOf(writer, parent, field)}${conditionOf(writer)}${below}`;
};

const fragmentOn = (writer: Writer, type: GraphQLCompositeType, depth: number): string => {
  const { random, schema } = writer;
  const narrower = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  const wider = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
  const condition = pick<GraphQLCompositeType>(random, [type, ...narrower, ...narrower, ...wider]);
  const body = selectionsOf(writer, condition, depth - 1);
  const directive = conditionOf(writer);
  if (random() < 0.5)
    return `...${random() < 0.2 && condition === type ? '' : ` on ${condition.name}`}${directive} ${body}`;
  const name = `F${writer.fragments.length}`;
  writer.fragments.push(`fragment ${name} on ${condition.name} ${body}`);
  return `...${name}${directive}`;
};

const conditionOf = (writer: Writer): string => {
  const { random } = writer;
  if (random() > 0.05) return '';
  const directive = pick(random, ['skip', 'include']);
  if (random() < 0.2) return ` @${directive}(if: ${pick(random, ['true', 'false'])})`;
  const name = pick(random, ['yes', 'no', 'maybe']);
  writer.declared.set(name, name === 'maybe' ? 'Boolean = true' : 'Boolean!');
  if (name === 'yes') writer.variables[name] = true;
  if (name === 'no') writer.variables[name] = false;
  return ` @${directive}(if: $${name})`;
};

const argumentsOf = (
  writer: Writer,
  parent: string,
  field: GraphQLField<unknown, unknown>,
): string => {
  // Always the same for one field, so that its occurrences merge.
  const given = field.args.filter((arg) => isRequiredArgument(arg) || arg.name.length % 2 === 0);
  const written = given.map((arg) => `${arg.name}: ${argumentOf(writer, parent, field.name, arg)}`);
  return written.length > 0 ? `(${written.join(', ')})` : '';
};

const argumentOf = (
  writer: Writer,
  parent: string,
  field: string,
  arg: GraphQLArgument,
): string => {
  const name = `${parent}_${field}_${arg.name}`;
  writer.declared.set(name, String(arg.type));
  writer.variables[name] = valueOf(arg.type, 0);
  return `$${name}`;
};

const valueOf = (type: GraphQLInputType, depth: number): unknown => {
  if (isNonNullType(type)) return valueOf(type.ofType, depth);
  if (isListType(type)) return [valueOf(type.ofType, depth)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => isRequiredInputField(field) && depth < 5)
        .map((field) => [field.name, valueOf(field.type, depth + 1)]),
    );
  const values: Record<string, unknown> = { Int: 3, Float: 1.5, Boolean: true };
  return values[type.name] ?? '1';
};
