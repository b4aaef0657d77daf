/** Which of many things hang together, told pair by pair (union-find). */

export class DisjointSets {
  private readonly parent: Uint32Array;

  constructor(count: number) {
    this.parent = Uint32Array.from({ length: count }, (_, thing) => thing);
  }

  /** The one that stands for the group of `thing`. */
  find(thing: number): number {
    const { parent } = this;
    let found = thing;
    while (parent[found] !== found) {
      parent[found] = parent[parent[found]!]!;
      found = parent[found]!;
    }
    return found;
  }

  /** False where they were in one group already. */
  union(one: number, other: number): boolean {
    const [a, b] = [this.find(one), this.find(other)];
    if (a === b) return false;
    // The lower stands for both: groups come out in order of first appearance.
    if (a < b) this.parent[b] = a;
    else this.parent[a] = b;
    return true;
  }
}
