/** Objects on the sandbox's stores that hostile paths aim at: creates, compares and restores them. */
import type { Stores } from '@tracer-tools/cave/stores';

const HOSTS: Record<string, string> = { gs: 'storage.googleapis.com', nokura: 'c10s.pni.princeton.edu' };
const BUCKETS = ['lab', 'other'];
const NAMES = ['victim', 'victim/a', 'safe/x', 'safe/victim/a', 'info'];

export class VictimObjects {
  constructor(private readonly stores: Stores) {
    for (const [, host] of Object.entries(HOSTS)) {
      for (const name of BUCKETS) stores.bucket(host, name, { open: false });
    }
    this.restore();
  }

  /** `scheme://bucket/name` of every object, with its bytes. */
  all(): Map<string, string> {
    const found = new Map<string, string>();
    this.each((root, bucket) => {
      for (const { name, bytes } of bucket.list({ most: 1e6 }).items) {
        found.set(`${root}/${name}`, Buffer.from(bytes).toString('latin1'));
      }
    });
    return found;
  }

  restore(): void {
    this.each((root, bucket) => {
      for (const { name } of bucket.list({ most: 1e6 }).items) bucket.delete(name);
      for (const name of NAMES) bucket.put(name, new Uint8Array(Buffer.from(`${root}/${name}`)));
    });
  }

  private each(visit: (root: string, bucket: ReturnType<Stores['bucket']>) => void): void {
    for (const [scheme, host] of Object.entries(HOSTS)) {
      for (const name of BUCKETS) visit(`${scheme}://${name}`, this.stores.bucket(host, name));
    }
  }
}

/**
 * Describes the changes that a call with a hostile address made outside of what the address plainly names. New objects
 * may be below the address, or below `to`, where the call itself says so. Spaces and line breaks around an address do
 * not count.
 */
export function wrongChanges(
  address: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  to: readonly string[] = [],
): string[] {
  const named = address.trim().replace(/\/$/, '');
  const isBelow = (object: string, place: string) => object === place || object.startsWith(`${place}/`);
  const changed = [...before]
    .filter(
      ([object, bytes]) => after.get(object) !== bytes && !isBelow(object, named) && !to.includes(object),
    )
    .map(([object]) => `${object} changed`);
  const created = [...after.keys()]
    .filter((object) => !before.has(object) && ![named, ...to].some((place) => isBelow(object, place)))
    .map((object) => `${object} is new`);
  return [...changed, ...created];
}
