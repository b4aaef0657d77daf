/** Disjoint sets (union-find) over integers. */

export class DisjointSets {
  private readonly parent: Uint32Array;

  constructor(count: number) {
    this.parent = Uint32Array.from({ length: count }, (_, thing) => thing);
  }

  /** The representative of the set that contains `thing`. */
  find(thing: number): number {
    const { parent } = this;
    let found = thing;
    while (parent[found] !== found) {
      parent[found] = parent[parent[found]!]!;
      found = parent[found]!;
    }
    return found;
  }

  /** Unites two sets; returns false if they were already one. */
  union(one: number, other: number): boolean {
    const [a, b] = [this.find(one), this.find(other)];
    if (a === b) return false;
    // The lower number represents both, so sets are numbered in order of first appearance.
    if (a < b) this.parent[b] = a;
    else this.parent[a] = b;
    return true;
  }
}
