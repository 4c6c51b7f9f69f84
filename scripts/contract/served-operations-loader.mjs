import { concatAST } from 'graphql';
import { readOperations, readPending, servedOperations } from './contract-operations.mjs';

/** A document loader of @graphql-codegen: the contract's operations without what pending.json announces. */
export default (folder) =>
  concatAST(
    servedOperations(readOperations(folder), readPending(folder)).map(({ document }) => document),
  );
