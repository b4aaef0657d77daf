/** The holders of locks. A lock belongs to an execution and ends with it. */

const ELSEWHERE = 'elsewhere';

export class Locks {
  private readonly holders = new Map<string, string>();
  private readonly until = new Map<string, number>();

  constructor(private readonly now: () => number = () => 0) {}

  holder(name: string): string | null {
    this.expire(name);
    return this.holders.get(name) ?? null;
  }

  /** Simulates an execution elsewhere that holds the lock until a time, whoever holds it now. */
  occupy(name: string, until: number): void {
    this.holders.set(name, ELSEWHERE);
    this.until.set(name, until);
  }

  /** The time at which the lock becomes free by itself; null if it is unknown. */
  freeAt(name: string): number | null {
    return this.holder(name) === ELSEWHERE ? (this.until.get(name) ?? null) : null;
  }

  private expire(name: string): void {
    if (this.holders.get(name) === ELSEWHERE && this.now() >= (this.until.get(name) ?? 0)) {
      this.holders.delete(name);
    }
  }

  take(name: string, execution: string): boolean {
    const holder = this.holder(name);
    if (holder !== null && holder !== execution) return false;
    this.holders.set(name, execution);
    return true;
  }

  release(name: string, execution: string): void {
    if (this.holders.get(name) === execution) this.holders.delete(name);
  }

  releaseAll(execution: string): void {
    for (const [name, holder] of this.holders) if (holder === execution) this.holders.delete(name);
  }

  held(): string[] {
    return [...this.holders.keys()];
  }
}
