import type { errorCatalogue } from '../../foundation/errors/error-codes.js';

type Catalogue = Partial<
  Record<keyof typeof errorCatalogue, { retryable: boolean; advice: string }>
>;

const header = `# Error codes

<!-- Written by \`npm run generate\` from foundation/errors/error-codes.ts. -->

A refusal of a mutation stands in its payload: \`userErrors { code message path }\`. Authentication, limits, unreadable
requests and outages stand in the answer's top-level \`errors\`, with the code in \`extensions.code\`. Branch on the code;
messages are for people and may change.

| code | worth a retry | what to do |
| ---- | ------------- | ---------- |
`;

/** docs/errors.md: every code that the public API can answer, in the order of the catalogue. */
export const errorCataloguePage = (catalogue: Catalogue): string =>
  header +
  Object.entries(catalogue)
    .map(
      ([code, { retryable, advice }]) =>
        `| \`${code}\` | ${retryable ? 'yes' : 'no'} | ${advice.replaceAll('|', '\\|')} |\n`,
    )
    .join('');
