import type { Path } from './execution-plan.js';
import type { JsonObject } from './merge-answer.js';

/**
 * The objects of the answer that a path leads to.
 * @throws where a list stands in the way, or none where one is expected: a subgraph broke its own schema.
 */
export const collectObjects = (data: JsonObject, path: Path): JsonObject[] => {
  const objects: JsonObject[] = [];
  collect(data, path, 0, objects);
  return objects;
};

const collect = (value: unknown, path: Path, start: number, objects: JsonObject[]): void => {
  let current = value;
  for (let index = start; index < path.length; index++) {
    if (current === null || current === undefined) return;
    const segment = path[index];
    if (segment === '@' || segment === '@@') {
      if (!Array.isArray(current)) throw new TypeError('a subgraph answered no list for a list');
      for (const item of current)
        collect(item, path, segment === '@@' && Array.isArray(item) ? index : index + 1, objects);
      return;
    }
    if (typeof segment === 'string') current = propertyOf(current, segment);
    else if (segment && !isOneOf(current, segment.types)) return;
  }
  take(current, objects);
};

const propertyOf = (value: object, name: string): unknown => {
  if (Array.isArray(value)) throw new TypeError(`a subgraph answered a list at ${name}`);
  return Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined;
};

const take = (value: unknown, objects: JsonObject[]): void => {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) objects.push(value as JsonObject);
  else
    for (const item of value as unknown[])
      if (typeof item === 'object' && item !== null) objects.push(item as JsonObject);
};

/** An object that does not say what it is may be any of them. */
const isOneOf = (value: unknown, types: ReadonlySet<string>): boolean => {
  const { __typename: typename } = value as { __typename?: unknown };
  return typename === undefined || (typeof typename === 'string' && types.has(typename));
};

/** Where an object stands in the answer. */
export type Place = readonly (string | number)[];

/** Finds the places of objects by looking through the whole answer; needed only where errors have to be placed. */
export const placesOf = (
  data: JsonObject,
  wanted: ReadonlySet<JsonObject>,
): Map<JsonObject, Place> => {
  const places = new Map<JsonObject, Place>();
  const search = (value: unknown, place: Place): void => {
    if (typeof value !== 'object' || value === null) return;
    if (wanted.has(value as JsonObject)) places.set(value as JsonObject, place);
    if (Array.isArray(value))
      value.forEach((item, index) => {
        search(item, [...place, index]);
      });
    else for (const [key, inner] of Object.entries(value)) search(inner, [...place, key]);
  };
  search(data, []);
  return places;
};
