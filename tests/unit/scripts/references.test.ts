import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { composeVariables } from '../../../scripts/references/compose-variables.js';
import { errorCataloguePage } from '../../../scripts/references/error-catalogue-page.js';
import {
  collectSettings,
  documented,
  withoutRepeats,
} from '../../../scripts/references/settings-catalogue.js';
import {
  configurationPage,
  environmentExample,
} from '../../../scripts/references/settings-pages.js';

const port = {
  name: 'GATEWAY_PORT',
  description: 'Port | of the API.',
  example: '3001',
  required: false,
};
const key = { name: 'PLATFORM_KEY', description: 'Seals secrets.', example: '', required: true };

describe('errorCataloguePage', () => {
  it('lists every code with what to do about it', () => {
    expect(
      errorCataloguePage({ CONFLICT: { retryable: true, advice: 'Read a|b and try again.' } }),
    ).toContain('| `CONFLICT` | yes | Read a\\|b and try again. |\n');
  });
});

describe('environmentExample', () => {
  it('sets every variable to its default under its description', () => {
    expect(environmentExample([{ owner: 'gateway', settings: [port, key] }])).toContain(
      '# ---- gateway\n\n# Port | of the API.\nGATEWAY_PORT=3001\n\n# Seals secrets. Must be set outside of `npm start`.\nPLATFORM_KEY=\n',
    );
  });
});

describe('configurationPage', () => {
  it('marks what has no default', () => {
    const page = configurationPage([{ owner: 'gateway', settings: [port, key] }]);

    expect(page).toContain('| `GATEWAY_PORT` | `3001` | Port \\| of the API. |');
    expect(page).toContain(
      '| `PLATFORM_KEY` | _none_ | Seals secrets. Must be set outside of `npm start`. |',
    );
  });
});

describe('composeVariables', () => {
  it('names what docker compose insists on and no service reads', () => {
    const composeFile = 'a: ${PLATFORM_KEY:?set it} b: ${POSTGRES_PASSWORD:?set it} c: ${PATH}';

    expect(composeVariables(composeFile, [{ owner: 'foundation', settings: [key] }])).toMatchObject(
      { settings: [{ name: 'POSTGRES_PASSWORD' }] },
    );
  });
});

describe('documented', () => {
  it('knows what has no default, and refuses an example that the setting refuses', () => {
    const schema = z.string().length(2);

    expect(documented('CODE', { schema, description: 'A code.', example: '' }).required).toBe(true);
    expect(() => documented('CODE', { schema, description: 'A code.', example: 'abc' })).toThrow(
      'CODE: its own schema refuses its example "abc".',
    );
  });
});

describe('withoutRepeats', () => {
  it('names a shared variable once', () => {
    expect(
      withoutRepeats([
        { owner: 'foundation/crypto', settings: [key] },
        { owner: 'subgraphs/tenants', settings: [key, port] },
        { owner: 'subgraphs/hub', settings: [key] },
      ]),
    ).toEqual([
      { owner: 'foundation/crypto', settings: [key] },
      { owner: 'subgraphs/tenants', settings: [port] },
    ]);
  });

  it('refuses two meanings of one variable', () => {
    expect(() =>
      withoutRepeats([
        { owner: 'gateway', settings: [port] },
        { owner: 'subgraphs/hub', settings: [{ ...port, example: '7000' }] },
      ]),
    ).toThrow('GATEWAY_PORT of subgraphs/hub is described differently elsewhere.');
  });
});

describe('collectSettings', () => {
  it('finds the settings of the gateway', async () => {
    const groups = await collectSettings(process.cwd());

    expect(groups.find(({ owner }) => owner === 'gateway')?.settings).toContainEqual({
      name: 'GATEWAY_PORT',
      description: 'Port of the public API.',
      example: '3001',
      required: false,
    });
  });
});
