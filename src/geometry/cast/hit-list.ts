/** Growing lists of hits in flat arrays. */
import { TtError } from '../../core/errors';

/**
 * Limit of hits, at 17 bytes each. More means many copies of a face, or millions of segments through the whole mesh.
 */
const MOST_HITS = 2 ** 23;
/** Up to this number, the hits of one segment are sorted by insertion. */
const FEW = 24;

export class HitList {
  size = 0;
  private readonly most: number;
  private segment = new Uint32Array(64);
  private face = new Uint32Array(64);
  private t = new Float64Array(64);
  private counted = new Uint8Array(64);

  constructor(most = MOST_HITS) {
    this.most = most;
  }

  add(segment: number, face: number, t: number, weight: number): void {
    if (this.size === this.face.length) {
      const more = checkSize(2 * this.size, this.most);
      this.segment = growList(this.segment, new Uint32Array(more));
      this.face = growList(this.face, new Uint32Array(more));
      this.t = growList(this.t, new Float64Array(more));
      this.counted = growList(this.counted, new Uint8Array(more));
    }
    const at = this.size++;
    this.segment[at] = segment;
    this.face[at] = face;
    this.t[at] = t;
    this.counted[at] = weight;
  }

  /** Sorts the hits from `begin` to the end, which belong to one segment, by t, then face. */
  sortFrom(begin: number): void {
    if (this.size - begin > FEW) {
      this.sortMany(begin);
      return;
    }
    for (let i = begin + 1; i < this.size; i++) {
      const [t, face, counted] = [this.t[i]!, this.face[i]!, this.counted[i]!];
      let j = i - 1;
      for (; j >= begin && (this.t[j]! > t || (this.t[j] === t && this.face[j]! > face)); j--) {
        this.t[j + 1] = this.t[j]!;
        this.face[j + 1] = this.face[j]!;
        this.counted[j + 1] = this.counted[j]!;
      }
      this.t[j + 1] = t;
      this.face[j + 1] = face;
      this.counted[j + 1] = counted;
    }
  }

  private sortMany(begin: number): void {
    const [t, face, counted] = [this.t, this.face, this.counted].map((list) =>
      list.slice(begin, this.size),
    ) as [Float64Array, Uint32Array, Uint8Array];
    const order = new Uint32Array(t.length).map((_x, i) => i);
    order.sort((a, b) => t[a]! - t[b]! || face[a]! - face[b]!);
    for (let i = 0; i < order.length; i++) {
      this.t[begin + i] = t[order[i]!]!;
      this.face[begin + i] = face[order[i]!]!;
      this.counted[begin + i] = counted[order[i]!]!;
    }
  }

  cut(): { segment: Uint32Array; face: Uint32Array; t: Float64Array; counted: Uint8Array } {
    const { size } = this;
    return {
      segment: this.segment.slice(0, size),
      face: this.face.slice(0, size),
      t: this.t.slice(0, size),
      counted: this.counted.slice(0, size),
    };
  }
}

export class PairList {
  private size = 0;
  private pairs = new Uint32Array(32);
  private readonly most: number;

  constructor(most = MOST_HITS) {
    this.most = most;
  }

  add(segment: number, face: number): void {
    if (this.size === this.pairs.length) {
      this.pairs = growList(this.pairs, new Uint32Array(checkSize(this.size, this.most) * 2));
    }
    this.pairs[this.size++] = segment;
    this.pairs[this.size++] = face;
  }

  /** The hits in order of segment, then face. */
  cut(): { segment: Uint32Array; face: Uint32Array } {
    const many = this.size / 2;
    const order = new Uint32Array(many).map((_x, i) => 2 * i);
    order.sort((a, b) => this.pairs[a]! - this.pairs[b]! || this.pairs[a + 1]! - this.pairs[b + 1]!);
    return { segment: order.map((i) => this.pairs[i]!), face: order.map((i) => this.pairs[i + 1]!) };
  }
}

function checkSize(size: number, most: number): number {
  if (size <= most) return size;
  throw new TtError(
    'BIG',
    `over ${most} hits: ask with fewer segments, or with a mesh without copies of faces`,
  );
}

function growList<List extends { set(list: List): void }>(old: List, fresh: List): List {
  fresh.set(old);
  return fresh;
}
