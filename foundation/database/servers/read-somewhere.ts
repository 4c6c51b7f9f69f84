import { DomainError } from '../../errors/domain-error.js';
import type { ReplicaHealth } from './replica-health.js';
import type { ServerAddress } from './server-address.js';

/** Where reads go that may be a little behind. */
export type Readers<TReader> = {
  primary: TReader;
  replicas: ReadonlyMap<ServerAddress, TReader>;
  health: ReplicaHealth | undefined;
};

/**
 * Reads from a replica in health, else from the primary. Whatever fails on a replica is done again on the primary: the
 * replica may be gone, may have cancelled the read for its own recovery, or may not know yet what was just made.
 */
export const readSomewhere = async <TReader, TResult>(
  { primary, replicas, health }: Readers<TReader>,
  read: (reader: TReader) => Promise<TResult>,
): Promise<TResult> => {
  const server = health?.next() ?? null;
  const replica = server && replicas.get(server);
  if (!replica) return read(primary);
  try {
    return await read(replica);
  } catch (error) {
    if (!(error instanceof DomainError)) health?.suspect(server);
    return read(primary);
  }
};
