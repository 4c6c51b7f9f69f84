/** A Prisma client as one unit of work sees it. */
export type Lease<TClient> = {
  client: TClient;
  /** Ends it: no new query may start, and it resolves when those already started are done. */
  end(): Promise<void>;
};

/** Would hand out the client behind the lease, or change it for those who come after. */
const forbidden = new Set<PropertyKey>(['$connect', '$disconnect', '$on', '$extends', '$parent']);

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value;

/** Prisma's own promises are lazy: they run when somebody awaits them. */
const isLazy = (value: object): boolean =>
  Reflect.get(value, Symbol.toStringTag) === 'PrismaPromise';

/**
 * Lends a client to one unit of work. Everything reached through it (models, lazy promises and what they chain to)
 * throws once the lease has ended, and the lease ends only when every query it started has settled. The client can
 * then pass to another tenant: no query of the one can ever run as the other.
 */
export const leaseOf = <TClient extends object>(client: TClient): Lease<TClient> => {
  const running = new Set<PromiseLike<unknown>>();
  let open = true;

  const assertOpen = (): void => {
    if (!open)
      throw new Error(
        'This database client was used outside of its unit of work: await every query inside the callback.',
      );
  };

  const track = (promise: PromiseLike<unknown>): void => {
    const settled = (): void => void running.delete(promise);
    running.add(promise);
    promise.then(settled, settled);
  };

  const guarded = (value: unknown): unknown => {
    if (isThenable(value) && !isLazy(value)) track(value);
    else if (typeof value === 'object' && value !== null) return guard(value);
    return value;
  };

  const guard = <TTarget extends object>(target: TTarget): TTarget =>
    new Proxy(target, {
      get(_, name) {
        assertOpen();
        if (forbidden.has(name)) throw new Error(`${String(name)} is not for a unit of work.`);
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return guarded(value);
        return (...args: unknown[]): unknown => {
          assertOpen();
          return guarded(Reflect.apply(value, target, args));
        };
      },
    });

  return {
    client: guard(client),
    async end() {
      open = false;
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
};
