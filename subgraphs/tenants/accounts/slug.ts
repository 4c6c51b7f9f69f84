import type { RandomSource } from '../../../foundation/ids/id-generator.js';

const longestSlug = 40;
const suffixLength = 5;
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';

/** Words that could be mistaken for the platform itself. */
const reserved = new Set([
  'admin',
  'api',
  'graphql',
  'operator',
  'platform',
  'root',
  'support',
  'system',
  'www',
]);

/** A name in lower-case letters, digits and single hyphens; `tenant` when the name has none of them. */
export const slugFrom = (name: string): string => {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestSlug)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'tenant' : slug;
};

/** What to try for a name, best first: the plain slug, then the slug with a random end. */
export function* slugCandidates(name: string, random: RandomSource): Generator<string, never> {
  const plain = slugFrom(name);
  if (!reserved.has(plain)) yield plain;
  for (;;) {
    const bytes = Array.from(random(suffixLength));
    yield `${plain}-${bytes.map((byte) => alphabet.charAt(byte % alphabet.length)).join('')}`;
  }
}
