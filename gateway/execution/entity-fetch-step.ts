import type { GraphQLFormattedError } from 'graphql';
import { collectObjects, placesOf } from './collect-objects.js';
import type { Place } from './collect-objects.js';
import type { Execution, ExecutionScope, Step } from './execution.js';
import type { EntityFetchNode, EntityGroup } from './execution-plan.js';
import { compileAsk, pickVariables } from './fetch-step.js';
import { copyJson, mergeAnswer } from './merge-answer.js';
import type { JsonObject } from './merge-answer.js';
import { compileRepresentation } from './representation.js';
import { compileRewrites } from './rewrite.js';
import { subgraphError } from './subgraph-error.js';

/** The objects that one group of a fetch completes. Objects that are represented alike share a representation. */
type Gathered = {
  objects: JsonObject[];
  /** For each object, which of the representations is its own. */
  slots: number[];
  representations: JsonObject[];
  /** The representations as JSON. */
  text: string;
};

type Group = Omit<EntityGroup, 'paths' | 'requires' | 'inputRewrites' | 'outputRewrites'> & {
  gather: (data: JsonObject) => Gathered;
  merge: (gathered: Gathered, entities: unknown) => void;
};

/** A fetch of entities: every distinct representation is asked for once. */
export const compileEntityFetch = (node: EntityFetchNode, scope: ExecutionScope): Step => {
  const ask = compileAsk(node, scope);
  const groups = node.groups.map((group) => compileGroup(group, scope));

  const run = async (execution: Execution, gathered: readonly Gathered[]): Promise<void> => {
    try {
      const variables = pickVariables(node.variables, execution.variables);
      let text = JSON.stringify(variables).slice(0, -1);
      groups.forEach(({ variable }, index) => {
        if (variable in variables) throw new Error(`Variables cannot contain key "${variable}"`);
        const { representations = [], text: representationsText = '' } = gathered[index] ?? {};
        variables[variable] = representations;
        text += `${text === '{' ? '' : ','}"${variable}":[${representationsText}]`;
      });
      const { data, errors } = await ask(execution, variables, `${text}}`);
      if (errors)
        execution.errors.push(...placeErrors(errors, node, { execution, groups, gathered }));
      if (!data) return;
      groups.forEach(({ key, merge }, index) => {
        const own = gathered[index];
        if (own && own.objects.length > 0) merge(own, data[key]);
      });
    } catch (error) {
      execution.errors.push(error as Error);
    }
  };

  return (execution) => {
    const gathered = groups.map(({ gather }) => gather(execution.data));
    const isNeeded = gathered.some(({ representations }) => representations.length > 0);
    return isNeeded ? run(execution, gathered) : undefined;
  };
};

const compileGroup = (group: EntityGroup, { isOfType }: ExecutionScope): Group => {
  const represent = compileRepresentation(group.requires, isOfType);
  const rewriteInput = compileRewrites(group.inputRewrites, isOfType);
  const rewriteOutput = compileRewrites(group.outputRewrites, isOfType);

  const gather = (data: JsonObject): Gathered => {
    const gathered: Gathered = { objects: [], slots: [], representations: [], text: '' };
    const known = new Map<string, number>();
    for (const path of group.paths)
      for (const object of collectObjects(data, path)) {
        const representation = represent(object);
        if (!representation?.['__typename']) continue;
        rewriteInput?.(representation);
        const text = JSON.stringify(representation);
        let slot = known.get(text);
        if (slot === undefined) {
          slot = gathered.representations.push(representation) - 1;
          known.set(text, slot);
        }
        gathered.objects.push(object);
        gathered.slots.push(slot);
      }
    gathered.text = [...known.keys()].join(',');
    return gathered;
  };

  const complete = (object: JsonObject, entity: JsonObject): void => {
    entity['__typename'] ??= object['__typename'];
    rewriteOutput?.(entity);
    mergeAnswer(object, entity);
  };

  const merge = ({ objects, slots, representations }: Gathered, entities: unknown): void => {
    if (!Array.isArray(entities))
      throw new Error(`Expected "data.${group.key}" in response to be an array`);
    if (entities.length !== representations.length)
      throw new Error(`Expected "data.${group.key}" to contain ${objects.length} elements`);
    const isShared = representations.length < objects.length;
    objects.forEach((object, index) => {
      const entity = entities[slots[index] ?? -1] as JsonObject | null | undefined;
      // Objects that share an entity must not share what is written into it later.
      if (entity) complete(object, isShared ? copyJson(entity) : entity);
    });
  };

  return { variable: group.variable, key: group.key, gather, merge };
};

type Whereabouts = {
  execution: Execution;
  groups: readonly Group[];
  gathered: readonly Gathered[];
};

/** An error of an entity stands at every object that the entity completes. */
const placeErrors = (
  errors: readonly GraphQLFormattedError[],
  { subgraph, groups: [group] }: EntityFetchNode,
  { execution, groups, gathered }: Whereabouts,
): Error[] => {
  const objects = new Set(gathered.flatMap((one) => one.objects));
  const places = placesOf(execution.data, objects);
  const place = (group?.paths[0] ?? []).filter((segment) => typeof segment === 'string');
  return errors.flatMap((error) => {
    const [key, slot, ...rest] = error.path ?? [];
    const own = gathered[groups.findIndex((one) => one.key === key)];
    if (!own || typeof slot !== 'number')
      return [subgraphError(error, subgraph, error.path && [...place, ...error.path])];
    return own.objects
      .filter((_, index) => own.slots[index] === slot)
      .map((object): Place => [...(places.get(object) ?? []), ...rest])
      .map((place) => subgraphError(error, subgraph, place));
  });
};
