import { GraphQLError } from 'graphql';
import type { ASTNode } from 'graphql';

/** No text column keeps a NUL character, and no JSON column keeps half of a surrogate pair. */
const unstorable = /\0|\p{Surrogate}/u;

export const isStorable = (text: string): boolean => !unstorable.test(text);

/** A value and how it was reached, from the inside out. */
type Place = { value: unknown; key: string; parent: Place | null };

/**
 * Where the first text stands that no database keeps, as keys and indices from the outside in; null when there is
 * none. Without recursion: what callers send may be nested as deep as they like.
 */
export const findUnstorableText = (value: unknown): readonly string[] | null => {
  const open: Place[] = [{ value, key: '', parent: null }];
  for (let place = open.pop(); place; place = open.pop()) {
    const { value: found } = place;
    if (typeof found === 'string' && !isStorable(found)) return pathOf(place);
    if (typeof found !== 'object' || found === null) continue;
    const parent = place;
    for (const [key, inner] of Object.entries(found).reverse()) {
      if (!isStorable(key)) return pathOf(parent);
      open.push({ value: inner, key, parent });
    }
  }
  return null;
};

const pathOf = (place: Place): readonly string[] => {
  const path: string[] = [];
  for (let each: Place = place; each.parent; each = each.parent) path.push(each.key);
  return path.reverse();
};

/** @param at the literal in the operation, or the path to the text in the variables. */
export const unstorableTextError = (
  at: { literal: ASTNode } | { inputPath: readonly string[] },
): GraphQLError =>
  new GraphQLError('Text holds neither NUL characters nor halves of surrogate pairs.', {
    nodes: 'literal' in at ? at.literal : null,
    extensions: {
      code: 'BAD_USER_INPUT',
      ...('inputPath' in at && { inputPath: at.inputPath }),
    },
  });
