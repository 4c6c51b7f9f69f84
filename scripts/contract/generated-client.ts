import { join } from 'node:path';
import { generate, loadContext } from '@graphql-codegen/cli';

export type GeneratedFile = { path: string; text: string };

/**
 * What codegen.yml generates, without writing it.
 * @param schema an address to introspect, or SDL.
 */
export const generateClient = async (root: string, schema: string): Promise<GeneratedFile[]> => {
  const context = await loadContext(join(root, 'codegen.yml'));
  context.cwd = root;
  context.updateConfig({ schema, silent: true });
  // Its declared type is any, because in watch mode it never ends.
  const files = (await generate(context, false)) as { filename: string; content: string }[];
  return files.map(({ filename, content }) => ({ path: filename, text: content }));
};
