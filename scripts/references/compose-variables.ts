import type { SettingsGroup } from './settings-catalogue.js';

/** The variables that docker-compose.yml itself insists on (`${NAME:?what to do}`) and no service reads. */
export const composeVariables = (
  composeFile: string,
  known: readonly SettingsGroup[],
): SettingsGroup => {
  const read = new Set(known.flatMap(({ settings }) => settings.map(({ name }) => name)));
  const insisted = [...composeFile.matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => name);
  return {
    owner: 'docker-compose.yml',
    settings: [...new Set(insisted)]
      .filter((name) => !read.has(name))
      .map((name) => ({
        name,
        description: 'Has to be set for docker compose; no service reads it.',
        example: '',
        required: false,
      })),
  };
};
