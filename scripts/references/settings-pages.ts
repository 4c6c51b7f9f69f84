import type { DocumentedSetting, SettingsGroup } from './settings-catalogue.js';

const wrap = (text: string, width: number): string[] =>
  text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= width) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);

/** `npm start` makes and keeps what it needs; a service on its own has to be told. */
const described = ({ description, required }: DocumentedSetting): string =>
  required ? `${description} Must be set outside of \`npm start\`.` : description;

/** `.env.example`: every variable with its default; an empty one is optional. */
export const environmentExample = (groups: readonly SettingsGroup[]): string =>
  [
    '# Written by `npm run generate` from the settings of each service. Every value is the default; an empty one counts',
    '# as not set. Nothing here has to be set for `npm start`.',
    ...groups.flatMap(({ owner, settings }) => [
      '',
      `# ---- ${owner}`,
      ...settings.flatMap((setting) => [
        '',
        ...wrap(described(setting), 110).map((line) => `# ${line}`),
        `${setting.name}=${setting.example}`,
      ]),
    ]),
    '',
  ].join('\n');

const defaultOf = ({ example, required }: DocumentedSetting): string => {
  if (required) return '_none_';
  return example === '' ? '' : `\`${cell(example)}\``;
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const table = ({ owner, settings }: SettingsGroup): string =>
  [
    `\n## ${owner}\n`,
    '| variable | default | what it does |',
    '| -------- | ------- | ------------ |',
    ...settings.map(
      (setting) => `| \`${setting.name}\` | ${defaultOf(setting)} | ${cell(described(setting))} |`,
    ),
    '',
  ].join('\n');

/** docs/configuration.md: the same as tables. */
export const configurationPage = (groups: readonly SettingsGroup[]): string =>
  `# Configuration

<!-- Written by \`npm run generate\` from the settings of each service. -->

Settings are environment variables. An empty value counts as not set; a value that cannot be used stops the service
at its start with one sentence per variable. \`npm start\` needs none of them.
` + groups.map(table).join('');
