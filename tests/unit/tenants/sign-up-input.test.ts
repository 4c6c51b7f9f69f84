import { describe, expect, it } from '@jest/globals';
import { InputFaults } from '../../../foundation/errors/domain-error.js';
import type { SignUpInput } from '../../../subgraphs/tenants/accounts/sign-up-input.js';
import { checkSignUp } from '../../../subgraphs/tenants/accounts/sign-up-input.js';

const good = {
  tenantName: 'Acme Capital',
  email: 'owner@acme.example',
  password: 'correct horse battery staple 9',
};

const faultsOf = (input: SignUpInput) => {
  try {
    checkSignUp(input);
    return [];
  } catch (error) {
    if (!(error instanceof InputFaults)) throw error;
    return error.faults.map((fault) => `${fault.code} ${(fault.inputPath ?? []).join('.')}`);
  }
};

describe('checkSignUp', () => {
  it('normalises the address, the name and the currency', () => {
    expect(
      checkSignUp({ ...good, tenantName: ' Acme \n Capital ', email: '  Owner@ACME.Example ' }),
    ).toEqual({ ...good, tenantName: 'Acme Capital', baseCurrency: 'USD' });
    expect(checkSignUp({ ...good, baseCurrency: 'EUR' }).baseCurrency).toBe('EUR');
  });

  it.each<[string, Partial<SignUpInput>, string]>([
    ['an empty name', { tenantName: '   ' }, 'tenantName'],
    ['a one-letter name', { tenantName: 'A' }, 'tenantName'],
    ['a long name', { tenantName: 'A'.repeat(81) }, 'tenantName'],
    ['a name with a control character', { tenantName: 'Ac\u0007me' }, 'tenantName'],
    ['a name with a direction override', { tenantName: 'Ac\u202eme' }, 'tenantName'],
    ['an address without @', { email: 'owner.acme.example' }, 'email'],
    ['an address with two @', { email: 'a@b@acme.example' }, 'email'],
    ['an empty address', { email: '' }, 'email'],
    ['an address with a line break', { email: 'a@acme.example\nbcc: b@c.example' }, 'email'],
    ['an endless address', { email: `${'a'.repeat(260)}@acme.example` }, 'email'],
    ['an 11-character password', { password: 'abcdefghijk' }, 'password'],
    ['11 characters of two code units each', { password: '😀'.repeat(11) }, 'password'],
    ['an endless password', { password: 'x'.repeat(257) }, 'password'],
    ['the address as password', { password: 'OWNER@acme.example' }, 'password'],
    ['a currency that is no code', { baseCurrency: 'dollars' }, 'baseCurrency'],
  ])('refuses %s', (_what, part, field) => {
    expect(new Set(faultsOf({ ...good, ...part }))).toEqual(
      new Set([`INVALID_INPUT input.${field}`]),
    );
  });

  it('names all faults at once', () => {
    expect(faultsOf({ tenantName: '', email: 'x', password: 'short' })).toEqual([
      'INVALID_INPUT input.tenantName',
      'INVALID_INPUT input.email',
      'INVALID_INPUT input.password',
    ]);
  });
});
