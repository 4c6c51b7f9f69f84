import { Kind, parse } from 'graphql';
import type { ConstDirectiveNode, DocumentNode, FieldDefinitionNode } from 'graphql';
import { argumentsOf, linkedSpecs } from './linked-specs.js';
import { SupergraphError } from './supergraph-error.js';

/** Whose a value is, the widest first. */
export const deliveryScopes = ['PUBLIC', 'TENANT', 'USER'] as const;
export type DeliveryScope = (typeof deliveryScopes)[number];

/** How the events of one subscription field reach their readers. */
export type Delivery = {
  /** Whether the schema says anything at all; what nobody spoke for is shared with nobody. */
  isDeclared: boolean;
  scope: DeliveryScope;
  /** LATEST_BY_KEY: of the events that wait, the newest of each key replaces the older ones. */
  mode: 'LATEST_BY_KEY' | 'LOSSLESS';
  /** Fields of the event which together tell the keys apart; none for LOSSLESS. */
  key: readonly string[];
  /** Of how many keys the newest value is kept for those who join later. */
  keep: number;
  /** The field that tells when the event was made at its source. */
  eventTime: string | null;
  /** A key that was silent for so long is called stale. */
  staleAfterMs: number | null;
};

/** What `@delivery` says in one supergraph. */
export type DeliveryIndex = {
  ofSubscription(field: string): Delivery;
  /** USER unless the schema says otherwise. */
  scopeOf(type: string, field: string): DeliveryScope;
};

const undeclared: Delivery = {
  isDeclared: false,
  scope: 'USER',
  mode: 'LOSSLESS',
  key: [],
  keep: 0,
  eventTime: null,
  staleAfterMs: null,
};
const defaultKeep = 1_000;

export const narrower = (one: DeliveryScope, other: DeliveryScope): DeliveryScope =>
  deliveryScopes.indexOf(one) > deliveryScopes.indexOf(other) ? one : other;

/**
 * Reads `@delivery`, under whatever name it was imported. Several declarations of one field (each subgraph may make
 * its own) come down to the narrowest. A field that several subgraphs can answer is USER, because the supergraph does
 * not tell which of them spoke; only keys are excepted, whose value every subgraph has from the same reference.
 * @throws {SupergraphError} for LATEST_BY_KEY without a key.
 */
export const buildDeliveryIndex = (supergraph: DocumentNode): DeliveryIndex => {
  const subscriptions = new Map<string, Delivery>();
  const scopes = new Map<string, DeliveryScope>();
  const spec = linkedSpecs(supergraph).find(({ identity }) => identity.endsWith('/delivery'));
  const directive = spec?.nameOf('delivery');
  for (const definition of directive === undefined ? [] : supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const type = definition.name.value;
    const owners = subgraphsOf(definition.directives ?? []);
    for (const field of definition.fields ?? []) {
      const uses = (field.directives ?? []).filter(({ name }) => name.value === directive);
      if (uses.length === 0) continue;
      const declared = uses.map(argumentsOf);
      const coordinate = `${type}.${field.name.value}`;
      if (type === 'Subscription')
        subscriptions.set(field.name.value, deliveryOf(coordinate, declared));
      else if (owners.keys.has(field.name.value) || answerers(field, owners.subgraphs) === 1)
        scopes.set(coordinate, scopeOf(declared));
    }
  }
  return {
    ofSubscription: (field) => subscriptions.get(field) ?? undeclared,
    scopeOf: (type, field) => scopes.get(`${type}.${field}`) ?? 'USER',
  };
};

type Declared = Record<string, unknown>;

const scopeOf = (declared: readonly Declared[]): DeliveryScope => {
  const given = declared.flatMap(({ scope }) => deliveryScopes.find((one) => one === scope) ?? []);
  return given.length === 0 ? 'USER' : given.reduce(narrower);
};

const deliveryOf = (coordinate: string, declared: readonly Declared[]): Delivery => {
  const modes = new Set(declared.flatMap(({ mode }) => mode ?? []));
  const isLatest = modes.has('LATEST_BY_KEY') && modes.size === 1;
  const all = Object.assign({}, ...declared) as Declared;
  const key = typeof all['key'] === 'string' ? all['key'].split(/\s+/).filter(Boolean) : [];
  if (isLatest && key.length === 0)
    throw new SupergraphError(`${coordinate} is LATEST_BY_KEY and names no key.`);
  return {
    isDeclared: true,
    scope: scopeOf(declared),
    mode: isLatest ? 'LATEST_BY_KEY' : 'LOSSLESS',
    key: isLatest ? key : [],
    keep: typeof all['keep'] === 'number' ? all['keep'] : defaultKeep,
    eventTime: typeof all['eventTime'] === 'string' ? all['eventTime'] : null,
    staleAfterMs: isLatest && typeof all['staleAfterMs'] === 'number' ? all['staleAfterMs'] : null,
  };
};

/** The subgraphs that know a type, and the fields that identify it. */
const subgraphsOf = (directives: readonly ConstDirectiveNode[]) => {
  const joins = directives.filter(({ name }) => name.value === 'join__type').map(argumentsOf);
  const keys = new Set<string>();
  for (const { key } of joins)
    if (typeof key === 'string') for (const name of topFields(key)) keys.add(name);
  return { keys, subgraphs: new Set(joins.map(({ graph }) => graph)).size };
};

const topFields = (selection: string): string[] => {
  const [definition] = parse(`{${selection}}`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return definition.selectionSet.selections.flatMap((one) =>
    one.kind === Kind.FIELD ? [one.name.value] : [],
  );
};

/** How many subgraphs can answer a field: those that it names, or else all that know its type. */
const answerers = (field: FieldDefinitionNode, subgraphs: number): number => {
  const joins = (field.directives ?? [])
    .filter(({ name }) => name.value === 'join__field')
    .map(argumentsOf)
    .filter(({ graph }) => graph !== undefined);
  if (joins.length === 0) return subgraphs;
  return joins.filter(({ external }) => external !== true).length;
};
