import { describe, expect, it } from '@jest/globals';
import { banner } from '../../../platform/banner.js';

const platform = {
  url: 'http://localhost:3001/graphql',
  wsUrl: 'ws://localhost:3001/graphql',
  pages: 'http://localhost:3001',
  demo: { email: 'demo@trading.example', password: "it's-secret" },
  database: { url: 'postgresql://owner:hidden@127.0.0.1:5432/platform', folder: '/data/postgres' },
  logFile: '/data/logs/platform.log',
};
const facts = { readyAfterMs: 3_210 };

describe('the banner', () => {
  const text = banner(platform, facts);

  it.each([
    ['the console', 'http://localhost:3001/\n'],
    ['the API', 'http://localhost:3001/graphql'],
    ['the streams', 'ws://localhost:3001/graphql'],
    ['the explorer', 'http://localhost:3001/graphiql'],
    ['health', 'http://localhost:3001/readyz'],
    ['the sign-in', 'demo@trading.example'],
    ['where the data lies', '/data/postgres'],
    ['where the log lies', '/data/logs/platform.log'],
    ['how to stop', 'npm run stop'],
    ['how long it took', '3.2 s'],
  ])('tells %s', (_what, part) => expect(text).toContain(part));

  it('survives a quote in what it puts between quotes of the shell', () => {
    expect(text).toContain(String.raw`it'\''s-secret`);
  });

  it('keeps the password of the database to itself', () => {
    expect(text).not.toContain('hidden');
    const external = { ...platform, database: { ...platform.database, folder: null } };
    expect(banner(external, facts)).toContain('the database of DATABASE_URL');
  });

  it('says nothing of a demo that is switched off', () => {
    expect(banner({ ...platform, demo: null }, facts)).not.toContain('demo');
  });

  it('does not pretend to know the password of a demo that another installation made', () => {
    const text = banner({ ...platform, demo: { email: 'demo@x.example', password: null } }, facts);
    expect(text).toContain('The demo tenant (demo@x.example) is in this database already');
    expect(text).not.toContain('TOKEN=');
  });
});
