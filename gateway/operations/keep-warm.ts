import { getOperationAST, Kind, OperationTypeNode, parse, validate, visit } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { Logger } from '../../foundation/logging/logger.js';
import type { Generation } from '../supergraph/generation.js';
import type { SupergraphManager } from '../supergraph/supergraph-manager.js';
import { prepareOperation } from './prepare-operation.js';

type KnownOperation = { text: string; operationName: string | undefined };

/** So that a reload costs no more than a moment's work, whatever ran before it. */
const mostWarmed = 500;

/** What a generation has run lately, the newest first. */
const knownOperations = ({ prepared }: Generation): KnownOperation[] =>
  [...prepared.keys()].reverse().map((key) => {
    const line = key.indexOf('\n');
    return { operationName: key.slice(0, line) || undefined, text: key.slice(line + 1) };
  });

/** Every operation of these documents. */
const operationsOf = (texts: Iterable<string>): KnownOperation[] =>
  [...texts].flatMap((text) =>
    parse(text).definitions.flatMap((node) =>
      node.kind === Kind.OPERATION_DEFINITION ? [{ text, operationName: node.name?.value }] : [],
    ),
  );

/**
 * Prepares what ran before a change of the supergraph, and the trusted documents, ahead of those who will ask.
 * @returns how to stop; resolves when nothing is under way any more.
 */
export const keepWarm = (
  supergraph: SupergraphManager,
  trusted: ReadonlySet<string>,
  logger: Logger,
): { stop: () => Promise<void> } => {
  const known = operationsOf(trusted);
  let isStopped = false;
  let last = supergraph.current;
  let warming = Promise.resolve();
  const warm = (generation: Generation, operations: readonly KnownOperation[]): void => {
    if (operations.length === 0) return;
    const isWanted = (): boolean => !isStopped && supergraph.current === generation;
    warming = warmOperations(generation, operations, { isWanted, logger });
  };

  warm(last, known);
  supergraph.onChange((generation) => {
    warm(generation, [...knownOperations(last), ...known]);
    last = generation;
  });
  return {
    stop() {
      isStopped = true;
      return warming;
    },
  };
};

/**
 * Prepares queries and mutations ahead of those who will ask for them, one at a time and between requests, for as long as
 * `isWanted`. What is not valid any more is left to whoever asks.
 */
const warmOperations = async (
  generation: Generation,
  operations: readonly KnownOperation[],
  { isWanted, logger }: { isWanted: () => boolean; logger: Logger },
): Promise<void> => {
  let count = 0;
  for (const { text, operationName } of operations.slice(0, mostWarmed)) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!isWanted()) return;
    const document = parse(text);
    if (!isWarmable(generation, document, operationName)) continue;
    try {
      await prepareOperation(generation, { key: text, document, operationName });
      count += 1;
    } catch (error) {
      logger.warn({ err: error, operationName }, 'an operation could not be prepared');
    }
  }
  logger.info({ generation: generation.id, operations: count }, 'operations are prepared');
};

/** Whether introspection is allowed is for Apollo to say, each time. */
const isWarmable = (
  { apiSchema }: Generation,
  document: DocumentNode,
  operationName: string | undefined,
): boolean => {
  const operation = getOperationAST(document, operationName)?.operation;
  if (operation === undefined || operation === OperationTypeNode.SUBSCRIPTION) return false;
  return !introspects(document) && validate(apiSchema, document).length === 0;
};

const introspects = (document: DocumentNode): boolean => {
  let found = false;
  visit(document, {
    Field({ name }) {
      found ||= name.value === '__schema' || name.value === '__type';
    },
  });
  return found;
};
