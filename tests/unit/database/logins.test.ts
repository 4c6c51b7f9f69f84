import { describe, expect, it } from '@jest/globals';
import { scramVerifierOf } from '../../../foundation/database/scram-verifier.js';
import { tenantLoginFor } from '../../../foundation/database/tenant-login.js';

const owner = 'postgresql://owner:p%40ss@db.example:5432/trading?sslmode=verify-full';

describe('the login for tenant work', () => {
  it('is derived from the owner’s: the same in every process, and another for each database', () => {
    const login = tenantLoginFor(owner);
    expect(login).toEqual(tenantLoginFor(owner));
    expect(login.name).toBe('trading_tenants');
    expect(login.password).toMatch(/^[\w-]{43}$/);
    expect(login.url).toBe(
      `postgresql://trading_tenants:${login.password}@db.example:5432/trading?sslmode=verify-full`,
    );
    expect(tenantLoginFor(owner.replace('/trading', '/other')).password).not.toBe(login.password);
    expect(tenantLoginFor(owner.replace('p%40ss', 'other')).password).not.toBe(login.password);
  });

  it('is the operator’s own when it is given', () => {
    const url = 'postgresql://app%20user:secret@db.example/trading';
    expect(tenantLoginFor(owner, url)).toEqual({ url, name: 'app user', password: null });
  });

  it.each([
    ['there is no password to derive from', 'postgresql://owner@db.example/trading'],
    ['the database’s name is too long', `postgresql://owner:p@db.example/${'x'.repeat(60)}`],
  ])('must be given when %s', (_, url) => {
    expect(() => tenantLoginFor(url)).toThrow('set TENANT_DATABASE_URL');
  });
});

describe('a SCRAM verifier', () => {
  it('is what PostgreSQL computes for the same password and salt', () => {
    // The password, salt and iteration count of the example in RFC 7677.
    expect(scramVerifierOf('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'))).toBe(
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    );
  });
});
