import { describe, expect, it } from '@jest/globals';
import { seededBytes } from '../../../foundation/testing/seeded-bytes.js';
import { slugCandidates, slugFrom } from '../../../subgraphs/tenants/accounts/slug.js';

describe('slugFrom', () => {
  it.each([
    ['Acme Capital', 'acme-capital'],
    ['  Müller & Söhne, GmbH ', 'muller-sohne-gmbh'],
    ['株式会社', 'tenant'],
    ['--', 'tenant'],
    ['A'.repeat(100), 'a'.repeat(40)],
    [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
  ])('makes %j into %j', (name, slug) => {
    expect(slugFrom(name)).toBe(slug);
  });
});

describe('slugCandidates', () => {
  it('tries the plain slug first, then random ends', () => {
    const candidates = slugCandidates('Acme', seededBytes(1));

    expect(candidates.next().value).toBe('acme');
    const [second, third] = [candidates.next().value, candidates.next().value];
    expect(second).toMatch(/^acme-[2-9a-z]{5}$/);
    expect(third).toMatch(/^acme-[2-9a-z]{5}$/);
    expect(second).not.toBe(third);
  });

  it('keeps words of the platform for the platform', () => {
    expect(slugCandidates('Admin', seededBytes(1)).next().value).toMatch(/^admin-.{5}$/);
  });
});
