/** The holders of locks. A lock belongs to an execution and ends with it. */

export class Locks {
  private readonly holders = new Map<string, string>();

  holder(name: string): string | null {
    return this.holders.get(name) ?? null;
  }

  take(name: string, execution: string): boolean {
    const holder = this.holders.get(name);
    if (holder !== undefined && holder !== execution) return false;
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
