import {
  isCompositeType,
  isCustomScalarType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  possibleRuntimeTypes,
} from '@apollo/federation-internals';
import type { CompositeType, EnumType, Operation, OutputType } from '@apollo/federation-internals';
import type { JsonObject } from './merge-answer.js';
import { rootOf, shapeOfObject, Unshapeable } from './response-shape.js';
import type { ConditionedSelections, ShapedField } from './response-shape.js';

/**
 * Brings what the subgraphs answered into the shape that the client asked for.
 * @param variables with their defaults.
 * @returns undefined for anything irregular: a null where there must be none, a value that its type does not have, an
 * object that is not what it should be. Apollo's own code then has the last word.
 */
export type Shaper = (data: JsonObject, variables: JsonObject) => JsonObject | undefined;

/** More functions than any sensible operation needs; abstract types within abstract types multiply them. */
const mostFunctions = 2_000;

/** The generated functions, and what they refer to. */
type Program = {
  functions: string[];
  /** Of object functions, by what they are made of. */
  known: Map<string, string>;
  selectionIds: Map<unknown, number>;
  enums: Map<EnumType, number>;
  conditionVariables: Set<string>;
};

/**
 * Compiles the response of an operation into JavaScript: one function per object, straight-line code, constant keys.
 * Names of the schema and of the operation are the only foreign text in it, each written as a JSON string.
 * @returns null for an operation whose responses are all left to Apollo.
 */
export const compileShape = (operation: Operation): Shaper | null => {
  const program: Program = {
    functions: [],
    known: new Map(),
    selectionIds: new Map(),
    enums: new Map(),
    conditionVariables: new Set(),
  };
  try {
    const { type, selections } = rootOf(operation);
    const root = objectFunction(program, type, selections);
    return assemble(program, root);
  } catch (error) {
    if (error instanceof Unshapeable) return null;
    // A process that forbids making code from strings.
    if (error instanceof EvalError) return null;
    throw error;
  }
};

const irregular = Symbol('irregular');

const assemble = (program: Program, root: string): Shaper => {
  const source = `"use strict";\n${program.functions.join('\n')}\nreturn ${root};`;
  const enums = [...program.enums.keys()].map(
    (type) => new Set(type.values.map(({ name }) => name)),
  );
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- Straight-line code with constant keys is several times as fast as any loop over a description; what it is made of is checked GraphQL names.
  const make = new Function('E', 'X', source) as (
    enums: readonly Set<string>[],
    bail: symbol,
  ) => (data: JsonObject, variables: JsonObject) => JsonObject;
  const shape = make(enums, irregular);
  const conditions = [...program.conditionVariables];
  return (data, variables) => {
    for (const name of conditions) if (typeof variables[name] !== 'boolean') return undefined;
    try {
      return shape(data, variables);
    } catch (error) {
      if (error === irregular) return undefined;
      throw error;
    }
  };
};

const text = JSON.stringify;
const bail = 'throw X;';

/** The name of the function that shapes objects of this very type. */
const objectFunction = (
  program: Program,
  type: CompositeType,
  selections: readonly ConditionedSelections[],
): string => {
  const key = `${type.name} ${selections.map((one) => identify(program, one)).join(' ')}`;
  const known = program.known.get(key);
  if (known !== undefined) return known;
  const name = `f${program.known.size}`;
  if (program.known.size >= mostFunctions) throw new Unshapeable();
  program.known.set(key, name);

  const fields = shapeOfObject(selections, type);
  const lines = [
    `if (typeof o !== "object" || Array.isArray(o)) ${bail}`,
    'const t = o.__typename;',
  ];
  lines.push(`if (t !== undefined && t !== ${text(type.name)}) ${bail}`);
  fields.forEach((field, index) => {
    lines.push(...fieldLines(program, field, { type, variable: `v${index}` }));
  });
  lines.push(...resultLines(program, fields));
  program.functions.push(`function ${name}(o, V) {\n${lines.join('\n')}\n}`);
  return name;
};

const identify = (program: Program, { selections, conditions }: ConditionedSelections): string => {
  let id = program.selectionIds.get(selections);
  if (id === undefined) program.selectionIds.set(selections, (id = program.selectionIds.size));
  return `${id}${conditions.map((one) => `${one.expected ? '+' : '-'}${one.variable}`).join('')}`;
};

const isConditional = ({ alternatives }: ShapedField): boolean =>
  alternatives.every((conditions) => conditions.length > 0);

/** Code that is true where the field appears. */
const guardOf = (program: Program, { alternatives }: ShapedField): string =>
  alternatives
    .map((conditions) =>
      conditions
        .map(({ variable, expected }) => {
          program.conditionVariables.add(variable);
          return `${expected ? '' : '!'}V[${text(variable)}]`;
        })
        .join(' && '),
    )
    .join(' || ');

const fieldLines = (
  program: Program,
  field: ShapedField,
  { type, variable }: { type: CompositeType; variable: string },
): string[] => {
  const lines = [`${variable} = o[${text(field.key)}];`];
  if (field.type)
    lines.push(...valueLines(program, field.type, { target: variable, depth: 0, field }));
  else {
    const isOther = `${variable} !== undefined && ${variable} !== null && ${variable} !== ${text(type.name)}`;
    lines.push(`if (${isOther}) ${bail}`, `${variable} = ${text(type.name)};`);
  }
  const guard = isConditional(field) ? `if (${guardOf(program, field)}) ` : '';
  return [`let ${variable};`, `${guard}{`, ...lines, '}'];
};

const resultLines = (program: Program, fields: readonly ShapedField[]): string[] => {
  if (!fields.some(isConditional)) {
    const properties = fields.map(({ key }, index) => `${text(key)}: v${index}`);
    return [`return { ${properties.join(', ')} };`];
  }
  return [
    'const r = {};',
    ...fields.map((field, index) => {
      const write = `r[${text(field.key)}] = v${index};`;
      return isConditional(field) ? `if (${guardOf(program, field)}) ${write}` : write;
    }),
    'return r;',
  ];
};

type Value = {
  /** The variable that holds the value and takes its shaped form. */
  target: string;
  /** Number of lists around the value. */
  depth: number;
  field: ShapedField;
};

/** Code that replaces the value of `target` by its shaped form. */
const valueLines = (program: Program, type: OutputType, value: Value): string[] => {
  const { target } = value;
  if (isNonNullType(type))
    return [
      `if (${target} === null || ${target} === undefined) ${bail}`,
      ...presentLines(program, type.ofType as OutputType, value),
    ];
  return [
    `if (${target} === null || ${target} === undefined) ${target} = null;`,
    `else {\n${presentLines(program, type, value).join('\n')}\n}`,
  ];
};

const presentLines = (program: Program, type: OutputType, value: Value): string[] => {
  const { target, depth, field } = value;
  if (isListType(type)) {
    const [list, index, item] = [`l${depth}`, `i${depth}`, `x${depth}`];
    const inner = { ...value, target: item, depth: depth + 1 };
    return [
      `if (!Array.isArray(${target})) ${bail}`,
      `const ${list} = new Array(${target}.length);`,
      `for (let ${index} = 0; ${index} < ${list}.length; ${index}++) {`,
      `let ${item} = ${target}[${index}];`,
      ...valueLines(program, type.ofType as OutputType, inner),
      `${list}[${index}] = ${item};\n}`,
      `${target} = ${list};`,
    ];
  }
  if (isCompositeType(type)) return compositeLines(program, type, { target, field });
  const valid = leafCheck(program, type, target);
  return valid === null ? [] : [`if (!(${valid})) ${bail}`];
};

const compositeLines = (
  program: Program,
  type: CompositeType,
  { target, field }: { target: string; field: ShapedField },
): string[] => {
  if (isObjectType(type))
    return [`${target} = ${objectFunction(program, type, field.below)}(${target}, V);`];
  const cases = possibleRuntimeTypes(type).map(
    (possible) =>
      `case ${text(possible.name)}: ${target} = ${objectFunction(program, possible, field.below)}(${target}, V); break;`,
  );
  return [`switch (${target}.__typename) {`, ...cases, `default: ${bail}\n}`];
};

/** Code that is true for values that Apollo passes on; null where it passes on everything. */
const leafCheck = (program: Program, type: OutputType, value: string): string | null => {
  if (isCustomScalarType(type)) return null;
  if (isEnumType(type)) {
    let id = program.enums.get(type);
    if (id === undefined) program.enums.set(type, (id = program.enums.size));
    return `E[${id}].has(${value})`;
  }
  // Beyond this size JavaScript writes whole numbers with an exponent.
  const isWhole = `Number.isInteger(${value}) && Math.abs(${value}) < 1e21`;
  switch (String(type)) {
    case 'String':
      return `typeof ${value} === "string"`;
    case 'ID':
      return `typeof ${value} === "string" || ${isWhole}`;
    case 'Int':
      return isWhole;
    case 'Float':
      return `Number.isFinite(${value})`;
    case 'Boolean':
      return `typeof ${value} === "boolean"`;
    default:
      throw new Unshapeable();
  }
};
