/** Numbers in a vector. */
export const embeddingSize = 256;

const shortest = 3;
const longest = 5;
const fnvOffset = 0x811c9dc5;
const fnvPrime = 0x01000193;

/** FNV-1a, 32 bits. */
const hash = (text: string): number => {
  let value = fnvOffset;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), fnvPrime) >>> 0;
  return value;
};

/**
 * A vector of unit length from the words of a text and their runs of 3 to 5 characters, hashed into 256 places with a
 * sign (Weinberger et al., "Feature hashing for large scale multitask learning", 2009). Texts that share spelling
 * are alike; meaning is not known. A text without letters or digits is the zero vector.
 */
export const embedByNgrams = (text: string): number[] => {
  const vector = new Float64Array(embeddingSize);
  const add = (feature: string): void => {
    const value = hash(feature);
    const place = value % embeddingSize;
    vector[place] = (vector[place] ?? 0) + (value & 0x8000_0000 ? -1 : 1);
  };
  for (const word of text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []) {
    add(word);
    const framed = `<${word}>`;
    for (let length = shortest; length <= longest; length++)
      for (let start = 0; start + length <= framed.length; start++)
        add(framed.slice(start, start + length));
  }
  const norm = Math.hypot(...vector);
  return Array.from(vector, (value) => (norm === 0 ? 0 : value / norm));
};
