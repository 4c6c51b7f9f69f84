import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { createGate } from '../../../subgraphs/tenants/accounts/gate.js';
import { createPasswordHasher } from '../../../subgraphs/tenants/accounts/password-hasher.js';

const gate = createGate({ atOnce: 2, waiting: 10 });

describe('createPasswordHasher', () => {
  it('keeps Argon2id hashes at the cost that OWASP asks for', async () => {
    const passwords = await createPasswordHasher(gate);

    const hash = await passwords.hash('correct horse battery');

    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await expect(passwords.verify(hash, 'correct horse battery')).resolves.toBe(true);
    await expect(passwords.verify(hash, 'correct horse batterz')).resolves.toBe(false);
  });

  it('takes a password however the keyboard composed it', async () => {
    const passwords = await createPasswordHasher(gate, {
      memoryCost: 8,
      timeCost: 1,
      parallelism: 1,
    });

    const hash = await passwords.hash('café au lait 42'.normalize('NFC'));

    await expect(passwords.verify(hash, 'café au lait 42'.normalize('NFD'))).resolves.toBe(true);
  });

  it('hashes for an account that does not exist, and says no whatever the password', async () => {
    let runs = 0;
    const counting = {
      run<TResult>(work: () => Promise<TResult>) {
        runs++;
        return work();
      },
    };
    const random = (length: number) => new Uint8Array(length);
    const passwords = await createPasswordHasher(
      counting,
      { memoryCost: 8, timeCost: 1, parallelism: 1 },
      random,
    );

    const whatNobodysHashIsMadeOf = Buffer.alloc(32).toString('base64');
    await expect(passwords.verify(null, whatNobodysHashIsMadeOf)).resolves.toBe(false);
    expect(runs).toBe(1);
  });
});

describe('createGate', () => {
  const pending = () => {
    let release = (): void => undefined;
    const promise = new Promise<void>((resolve) => (release = resolve));
    return { promise, release: () => release() };
  };

  it('runs a few at once, lets a few wait in turn, and turns the rest away', async () => {
    const small = createGate({ atOnce: 1, waiting: 1 });
    const first = pending();
    const order: string[] = [];

    const running = small.run(() => first.promise.then(() => order.push('first')));
    const waiting = small.run(() => Promise.resolve(order.push('second')));
    const refused = small.run(() => Promise.resolve(order.push('third')));

    await expect(refused).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      details: { retryAfterMs: 1_000 },
    });
    first.release();
    await Promise.all([running, waiting]);
    expect(order).toEqual(['first', 'second']);
  });

  it('frees the place of work that fails', async () => {
    const small = createGate({ atOnce: 1, waiting: 0 });

    await expect(
      small.run(() => Promise.reject(new DomainError('CONFLICT', 'no'))),
    ).rejects.toThrow('no');
    await expect(small.run(() => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});
