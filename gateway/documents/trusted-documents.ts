import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { StartupError } from '../../foundation/process/startup-error.js';

/** The manifest that Apollo's tools write and read as well; `npm run codegen -- --manifest` makes one. */
const manifestSchema = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(
    z.object({
      id: z.string(),
      body: z.string(),
      name: z.string(),
      type: z.enum(['query', 'mutation', 'subscription']),
    }),
  ),
});

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Texts by the SHA-256 of each, in hex.
 * @throws {StartupError} for what is not a manifest, and for an id that is not the hash of its text.
 */
export const parseManifest = (json: string): ReadonlyMap<string, string> => {
  const manifest = manifestSchema.safeParse(asJson(json));
  if (!manifest.success)
    throw new StartupError(`The manifest is not one of trusted documents: ${reasonOf(manifest)}`);
  const documents = new Map<string, string>();
  for (const { id, name, body } of manifest.data.operations) {
    if (sha256(body) !== id)
      throw new StartupError(
        `The manifest gives ${name} an id that is not the SHA-256 of its body.`,
      );
    documents.set(id, body);
  }
  return documents;
};

/** @throws {StartupError} as `parseManifest` does, and when there is no such file. */
export const readManifest = (path: string): ReadonlyMap<string, string> => {
  let json: string;
  try {
    json = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StartupError(`The manifest of trusted documents ${path} cannot be read.`, { cause });
  }
  return parseManifest(json);
};

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const reasonOf = ({ error }: { error: z.ZodError }): string =>
  error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; ');
