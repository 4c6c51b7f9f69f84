import { readdirSync, readFileSync } from 'node:fs';

/** Of a process and everything below it, in megabytes; memory that processes share counts once, in parts. */
export type TreeMemory = { node: number; postgres: number; total: number };

const textOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It has ended meanwhile, or this system has no /proc.
    return null;
  }
};

type Process = { pid: number; parent: number; name: string };

/** `pid (name) state parent …`; the name may hold anything. */
const processOf = (pid: number): Process | null => {
  const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(textOf(`/proc/${pid}/stat`) ?? '') ?? [];
  return name === undefined ? null : { pid, parent: Number(parent), name };
};

const allProcesses = (): Process[] =>
  readdirSync('/proc').flatMap((entry) => {
    const process = /^\d+$/.test(entry) ? processOf(Number(entry)) : null;
    return process ? [process] : [];
  });

/** Pss where the kernel tells it, else all that is resident. */
const kilobytesOf = (pid: number): number => {
  const shared = /^Pss:\s+(\d+)/m.exec(textOf(`/proc/${pid}/smaps_rollup`) ?? '')?.[1];
  const resident = /^VmRSS:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`) ?? '')?.[1];
  return Number(shared ?? resident ?? 0);
};

const withChildren = (root: number, all: readonly Process[]): Process[] =>
  all
    .filter(({ parent }) => parent === root)
    .flatMap(({ pid }) => withChildren(pid, all))
    .concat(all.filter(({ pid }) => pid === root));

/** Null where there is no /proc. */
export const memoryOf = (root: number): TreeMemory | null => {
  if (textOf('/proc/self/stat') === null) return null;
  const tree = withChildren(root, allProcesses());
  const megabytes = (isWanted: (process: Process) => boolean): number =>
    Math.round(tree.filter(isWanted).reduce((sum, { pid }) => sum + kilobytesOf(pid), 0) / 1_024);
  return {
    node: megabytes(({ name }) => name !== 'postgres'),
    postgres: megabytes(({ name }) => name === 'postgres'),
    total: megabytes(() => true),
  };
};
