/**
 * How a venue numbers the events of an instrument: `DENSE` numbers follow each other without a hole, so a hole is a
 * loss; `INCREASING` ones only grow (an update id that is shared with other streams).
 */
export type Numbering = 'DENSE' | 'INCREASING';

export type SequenceVerdict =
  /** The first one, or the one that follows. */
  | 'NEXT'
  /** It follows, but some before it are missing: see `newestGap`. */
  | 'GAP'
  /** One of those that were missing. */
  | 'FILLS_GAP'
  | 'DUPLICATE'
  | 'LATE'
  /** The venue began to count anew. */
  | 'RESTART';

/** Missing numbers, both ends included. */
export type SequenceGap = { first: number; last: number };

/** More holes than any feed heals; the oldest are then given up as lost. */
const mostGaps = 1_000;

/** Judges the sequence numbers of one stream of events. */
export class SequenceTracker {
  #last: number | undefined;
  #gaps: SequenceGap[] = [];

  constructor(private readonly numbering: Numbering) {}

  get last(): number | undefined {
    return this.#last;
  }

  /** Goes on after what is known from before. */
  resumeAfter(last: number): void {
    this.#last = last;
  }

  /** What the latest `GAP` found missing. */
  get newestGap(): SequenceGap {
    return this.#gaps.at(-1) ?? { first: 0, last: -1 };
  }

  /** How many numbers are missing and were not given up. */
  get missing(): number {
    return this.#gaps.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  }

  judge(sequence: number): SequenceVerdict {
    const last = this.#last;
    if (last === undefined || sequence === last + 1) {
      this.#last = sequence;
      return 'NEXT';
    }
    if (sequence > last) {
      this.#last = sequence;
      if (this.numbering === 'INCREASING') return 'NEXT';
      this.#remember({ first: last + 1, last: sequence - 1 });
      return 'GAP';
    }
    if (sequence === last) return 'DUPLICATE';
    if (this.numbering === 'INCREASING') return 'LATE';
    return this.#fill(sequence) ? 'FILLS_GAP' : 'DUPLICATE';
  }

  /** The venue counts anew: what was missing before can no longer be told from what comes. */
  restartAt(sequence: number): 'RESTART' {
    this.#last = sequence;
    this.#gaps = [];
    return 'RESTART';
  }

  copy(): SequenceTracker {
    const copy = new SequenceTracker(this.numbering);
    copy.#last = this.#last;
    copy.#gaps = this.#gaps.map((gap) => ({ ...gap }));
    return copy;
  }

  #remember(gap: SequenceGap): void {
    this.#gaps.push(gap);
    if (this.#gaps.length > mostGaps) this.#gaps.shift();
  }

  #fill(sequence: number): boolean {
    const index = this.#gaps.findIndex(({ first, last }) => first <= sequence && sequence <= last);
    const gap = this.#gaps[index];
    if (!gap) return false;
    const parts = [
      { first: gap.first, last: sequence - 1 },
      { first: sequence + 1, last: gap.last },
    ];
    this.#gaps.splice(index, 1, ...parts.filter(({ first, last }) => first <= last));
    return true;
  }
}
