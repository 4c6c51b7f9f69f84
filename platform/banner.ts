import type { RunningPlatform } from './embedded-platform.js';

type BannerFacts = Pick<
  RunningPlatform,
  'url' | 'wsUrl' | 'pages' | 'demo' | 'database' | 'logFile'
>;

const asJson = (value: unknown): string => JSON.stringify(value);

/** A shell's single quotes keep everything but themselves. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const signInCommand = (url: string, { email, password }: { email: string; password: string }) =>
  [
    `TOKEN=$(curl -s ${url} -H 'content-type: application/json' -d \\`,
    `  ${quoted(
      asJson({
        query: `mutation { signIn(input: { email: ${asJson(email)}, password: ${asJson(password)} }) { session { accessToken } } }`,
      }),
    )} \\`,
    `  | node -pe 'JSON.parse(fs.readFileSync(0)).data.signIn.session.accessToken')`,
  ].join('\n    ');

const queryCommand = (url: string): string =>
  [
    `curl -s ${url} -H 'content-type: application/json' -H "authorization: Bearer $TOKEN" -d \\`,
    `  ${quoted(asJson({ query: '{ accounts { name equity positions { instrument { symbol quote { mid } } side quantity unrealizedPnl } performance { totalReturn trades } } }' }))}`,
  ].join('\n    ');

const demoSection = ({ url, demo }: BannerFacts): string[] => {
  if (demo === null) return [];
  if (demo.password === null)
    return [
      '',
      `  The demo tenant (${demo.email}) is in this database already, with the password of`,
      '  the installation that made it.',
    ];
  return [
    '',
    '  Demo sign-in',
    `    e-mail    ${demo.email}`,
    `    password  ${demo.password}`,
    '',
    '  Its strategies trade from now on. In another terminal:',
    '',
    `    ${signInCommand(url, { email: demo.email, password: demo.password })}`,
    '',
    `    ${queryCommand(url)}`,
  ];
};

/** What a person who has just started the platform needs to know next. */
export const banner = (platform: BannerFacts, facts: { readyAfterMs: number }): string =>
  [
    '',
    `  The AI Trading Platform is ready after ${(facts.readyAfterMs / 1_000).toFixed(1)} s.`,
    '',
    `    console   ${platform.pages}/`,
    `    API       ${platform.url}`,
    `    streams   ${platform.wsUrl}`,
    `    explorer  ${platform.pages}/graphiql`,
    `    health    ${platform.pages}/readyz`,
    ...demoSection(platform),
    '',
    `  Data    ${platform.database.folder ?? 'in the database of DATABASE_URL'}`,
    `  Log     ${platform.logFile}`,
    '  Stop with Ctrl-C, or `npm run stop` in another terminal.',
    '',
  ].join('\n');
