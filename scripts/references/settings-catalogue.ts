import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Setting } from '../../foundation/config/settings.js';

export type DocumentedSetting = Pick<Setting, 'description' | 'example'> & {
  name: string;
  /** Without it the service does not start. */
  required: boolean;
};
/** The variables that one settings module reads; `owner` is its folder, such as `subgraphs/trading`. */
export type SettingsGroup = { owner: string; settings: DocumentedSetting[] };

const folders = ['foundation', 'platform', 'gateway', 'subgraphs'];

const isSetting = (value: unknown): value is Setting =>
  typeof value === 'object' &&
  value !== null &&
  'schema' in value &&
  'description' in value &&
  'example' in value;

/** @throws when the example is not a value that the setting accepts. */
export const documented = (
  name: string,
  { schema, description, example }: Setting,
): DocumentedSetting => {
  if (example !== '' && !schema.safeParse(example).success)
    throw new Error(`${name}: its own schema refuses its example "${example}".`);
  return { name, description, example, required: !schema.safeParse(undefined).success };
};

const settingsOf = (module: Record<string, unknown>): DocumentedSetting[] =>
  Object.values(module)
    .filter((exported) => typeof exported === 'object' && exported !== null)
    .flatMap((shape) => Object.entries(shape as Record<string, unknown>))
    .flatMap(([name, setting]) => (isSetting(setting) ? [documented(name, setting)] : []));

/**
 * Each variable once, under the first that reads it.
 * @throws when two modules tell different things about the same variable.
 */
export const withoutRepeats = (groups: readonly SettingsGroup[]): SettingsGroup[] => {
  const seen = new Map<string, DocumentedSetting>();
  return groups
    .map(({ owner, settings }) => ({
      owner,
      settings: settings.filter((setting) => {
        const earlier = seen.get(setting.name);
        if (
          earlier &&
          (earlier.description !== setting.description || earlier.example !== setting.example)
        )
          throw new Error(`${setting.name} of ${owner} is described differently elsewhere.`);
        seen.set(setting.name, setting);
        return earlier === undefined;
      }),
    }))
    .filter(({ settings }) => settings.length > 0);
};

const settingsModulesIn = (root: string): string[] =>
  folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /(^|[/-])settings\.ts$/.test(path))
      .map((path) => join(folder, path))
      .sort(),
  );

/** Reads every `settings.ts` and `*-settings.ts` of the product. */
export const collectSettings = async (root: string): Promise<SettingsGroup[]> => {
  const groups: SettingsGroup[] = [];
  for (const path of settingsModulesIn(root)) {
    const module = (await import(pathToFileURL(join(root, path)).href)) as Record<string, unknown>;
    groups.push({ owner: dirname(path), settings: settingsOf(module) });
  }
  return withoutRepeats(groups);
};
