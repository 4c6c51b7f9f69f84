type Rule = {
  what: string;
  pattern: RegExp;
  /** The files it is about; all where absent. */
  only?: RegExp;
};

/** What must not be in a committed file. Written so that this file does not match itself. */
const rules: readonly Rule[] = [
  {
    what: 'an address of a package registry',
    pattern:
      /https?:\/\/[^\s"'/]*(?:registry\.(?:npmjs|yarnpkg)|npmmirror|jfrog|artifactory|verdaccio)[^\s"']*/i,
  },
  {
    what: 'a registry setting',
    pattern: /^\s*(?:@[\w-]+:)?registry\s*=/m,
    only: /(^|\/)\.(npm|yarn)rc/,
  },
  { what: 'a resolved address', pattern: /"resolved":\s*"http/, only: /(^|\/)package-lock\.json$/ },
  {
    what: 'a private key',
    pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/=]{20}/,
  },
  { what: 'an AWS access key', pattern: /\bAKIA[0-9A-Z]{16}\b/ },
  { what: 'an AI provider key', pattern: /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}/ },
  { what: 'a Stripe secret key', pattern: /\b[sr]k_live_[0-9A-Za-z]{16,}/ },
  { what: 'a Google API key', pattern: /\bAIza[0-9A-Za-z_-]{35}\b/ },
  { what: 'a GitHub token', pattern: /\bgh[pousr]_[0-9A-Za-z]{36}\b/ },
  { what: 'a signed token', pattern: /\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}/ },
  {
    what: 'a folder of one machine',
    pattern: /(?<![\w.])\/(?:home|Users|root)\/[a-z][\w.-]*\/|\/work\/(?:main|shared)\b/,
  },
];

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** One sentence for each thing in `text` that does not belong into a commit. */
export const faultsIn = (path: string, text: string): string[] =>
  rules
    .filter(({ only }) => only === undefined || only.test(path))
    .flatMap(({ what, pattern }) => {
      const found = pattern.exec(text);
      return found ? [`${path}:${lineOf(text, found.index)} holds ${what}.`] : [];
    });
