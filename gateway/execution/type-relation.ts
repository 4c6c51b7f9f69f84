import { isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';

/** Whether an object that calls itself `typename` is one of `type`, in the supergraph. */
export type TypeRelation = (typename: unknown, type: string) => boolean;

export const createTypeRelation = (supergraphSchema: GraphQLSchema): TypeRelation => {
  const known = new Map<string, boolean>();
  const decide = (typename: string, type: string): boolean => {
    const actual = supergraphSchema.getType(typename);
    const wanted = supergraphSchema.getType(type);
    return (
      (isObjectType(actual) || isInterfaceType(actual)) &&
      isAbstractType(wanted) &&
      supergraphSchema.isSubType(wanted, actual)
    );
  };
  return (typename, type) => {
    if (typename === type) return true;
    if (typeof typename !== 'string' || typename === '') return false;
    const key = `${typename} ${type}`;
    let answer = known.get(key);
    // A subgraph may call its objects anything; what is no type of ours is not remembered.
    if (answer === undefined) {
      answer = decide(typename, type);
      if (supergraphSchema.getType(typename)) known.set(key, answer);
    }
    return answer;
  };
};
