import { describe, expect, it } from '@jest/globals';
import { faultsIn } from '../../../scripts/secrets/committed-text.js';

// Put together here, so that the check does not find this file.
const found = (...parts: string[]) => faultsIn('a.ts', `first line\n${parts.join('')}\n`);

describe('faultsIn', () => {
  it('finds what must not be committed, and says where', () => {
    expect(found('const key = "AKIA', 'ABCDEFGHIJKLMNOP"')).toEqual([
      'a.ts:2 holds an AWS access key.',
    ]);
    expect(found('sk-', 'ant-', 'a'.repeat(40))).toEqual(['a.ts:2 holds an AI provider key.']);
    expect(found('-----BEGIN ', 'PRIVATE KEY-----\n', 'A'.repeat(64))).toEqual([
      'a.ts:2 holds a private key.',
    ]);
    expect(found('https://', 'registry.', 'npmjs.org/graphql')).toEqual([
      'a.ts:2 holds an address of a package registry.',
    ]);
    expect(found('cd /home', '/somebody/project')).toEqual([
      'a.ts:2 holds a folder of one machine.',
    ]);
  });

  it('looks for addresses of packages in the lock file only', () => {
    const resolved = ['"resolved": "http', 's://mirror.example/graphql.tgz"'].join('');

    expect(faultsIn('package-lock.json', resolved)).toHaveLength(1);
    expect(faultsIn('tests/answer.json', resolved)).toEqual([]);
  });

  it('passes what only looks alike', () => {
    expect(
      faultsIn(
        'README.md',
        'Set OPENAI_API_KEY=sk-… and open http://localhost:3001/graphql. See foundation/work/mainly.ts.',
      ),
    ).toEqual([]);
  });
});
