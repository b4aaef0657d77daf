/** Scopes that each user has granted. All scopes of the manifest are granted until they are denied. */

export class Grants {
  private readonly denied = new Set<string>();

  constructor(readonly listed: readonly string[] | null) {}

  has(user: string, scope: string): boolean {
    const inManifest = this.listed === null || this.listed.includes(scope);
    return inManifest && !this.denied.has(`${user} ${scope}`);
  }

  deny(user: string, scope: string): void {
    this.denied.add(`${user} ${scope}`);
  }

  allow(user: string, scope: string): void {
    this.denied.delete(`${user} ${scope}`);
  }

  /** Has the effect of ScriptApp.invalidateAuth(). */
  denyAll(user: string): void {
    for (const scope of this.listed ?? []) this.deny(user, scope);
  }

  of(user: string): string[] {
    return (this.listed ?? []).filter((scope) => this.has(user, scope));
  }
}
