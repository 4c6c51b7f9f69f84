import type { ServiceStatus } from '../../../foundation/hub-client/registry-protocol.js';

type Report = 'UP' | 'DEGRADED';
type Note = {
  id: string;
  service: string;
  url: string;
  heardMs: number;
  status: Report;
  /** From when on it is called down. */
  downMs: number;
};

/** What a careful clerk with a clock would say of the services: the registry as plainly as it can be told. */
export class Clerk {
  #notes: Note[] = [];
  readonly #everRegistered = new Set<string>();

  constructor(
    private readonly leaseMs: number,
    private readonly rememberedMs: number,
  ) {}

  register(note: Pick<Note, 'id' | 'service' | 'url' | 'status'>, nowMs: number): void {
    const isReplaced = ({ id, service, url }: Note) =>
      id === note.id || (service === note.service && url === note.url);
    this.#notes = this.#notes.filter((other) => !isReplaced(other));
    this.#notes.push({ ...note, heardMs: nowMs, downMs: nowMs + this.leaseMs });
    this.#everRegistered.add(note.service);
  }

  renew(id: string, status: Report, nowMs: number): boolean {
    const note = this.#notes.find((other) => other.id === id);
    if (!note || nowMs >= note.heardMs + this.leaseMs) return false;
    Object.assign(note, { status, heardMs: nowMs, downMs: nowMs + this.leaseMs });
    return true;
  }

  deregister(id: string, nowMs: number): boolean {
    const isShown = this.#notes.some(
      (note) => note.id === id && nowMs < note.downMs + this.rememberedMs,
    );
    this.#notes = this.#notes.filter((note) => note.id !== id);
    return isShown;
  }

  /** Nobody heard what was due while the hub was away. */
  wasAway(sinceMs: number, startedMs: number): void {
    for (const note of this.#notes)
      if (note.downMs > sinceMs && note.heardMs + this.leaseMs <= startedMs)
        note.downMs = startedMs + this.leaseMs;
  }

  view(service: string, nowMs: number): { status: ServiceStatus; instances: string[] } {
    const shown = this.#notes.filter(
      (note) => note.service === service && nowMs < note.downMs + this.rememberedMs,
    );
    const statuses = shown.map((note) => this.#statusOf(note, nowMs));
    const best = (['DEGRADED', 'UP', 'UNKNOWN'] as const).find((one) => statuses.includes(one));
    return {
      status: best ?? (this.#everRegistered.has(service) ? 'DOWN' : 'UNKNOWN'),
      instances: shown.map(({ id }, i) => `${id} ${statuses[i] ?? ''}`).sort(),
    };
  }

  #statusOf(note: Note, nowMs: number): ServiceStatus {
    if (nowMs < note.heardMs + this.leaseMs) return note.status;
    return nowMs < note.downMs ? 'UNKNOWN' : 'DOWN';
  }
}
