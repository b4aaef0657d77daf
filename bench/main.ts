/**
 * `npm run bench`: counts and ratios, to compare before and after. Arguments select parts: bundle, heap, traffic,
 * sheet, geometry, growth, stores, columns, service, or one comparison of the geometry. `--times 3` makes each
 * comparison three times, and prints the median and the spread of its ratios.
 */
import { bundle } from './bundle';
import { columns } from './columns';
import { GEOMETRY } from './geometry';
import { growth } from './growth';
import { heap } from './heap';
import { medianRatios, printRatios, type Ratio } from './ratio';
import { service } from './service';
import { sheet } from './sheet';
import { type StoreTools, stores } from './stores';
import { traffic } from './traffic';

export interface BenchFiles {
  root: string;
  heapChild: string;
  sandbox: string;
  /** A Python interpreter for comparisons with other programs; null if there is none. */
  python: string | null;
  /** One with further libraries of geometry, which would change what the others answer; null if there is none. */
  peers: string | null;
  /** How many times each comparison is made. */
  times: number;
  /** Starts the store servers; names those that are missing on this machine. */
  startStores: () => Promise<StoreTools>;
}

const PARTS = ['bundle', 'heap', 'traffic', 'sheet', 'geometry', 'growth', 'stores', 'columns', 'service'];

export async function main(parts: readonly string[], files: BenchFiles): Promise<void> {
  const known = [...PARTS, ...Object.keys(GEOMETRY)];
  const unknown = parts.find((part) => !(Number(part) > 0) && !known.includes(part));
  if (unknown !== undefined) throw new Error(`${unknown} is no part of the bench: ${known.join(', ')}`);
  const isSelected = (part: string) => parts.every((word) => Number(word) > 0) || parts.includes(part);
  const sizes = parts.map(Number).filter((size) => size > 0);
  const compare = async (name: string, measure: () => Promise<Ratio[]>): Promise<void> => {
    const runs: Ratio[][] = [];
    while (runs.length < files.times) runs.push(await measure());
    printRatios(name, medianRatios(runs));
  };
  if (isSelected('bundle')) bundle(files.root);
  if (isSelected('heap')) await heap(files.heapChild, files.sandbox);
  if (isSelected('traffic')) traffic(sizes.length > 0 ? sizes : [100, 1000, 10_000]);
  if (isSelected('sheet')) sheet(sizes.length > 0 ? sizes : [100_000]);
  for (const [name, measure] of Object.entries(GEOMETRY)) {
    if (isSelected('geometry') || parts.includes(name)) {
      await compare(name, () => measure(files.python, files.peers));
    }
  }
  if (isSelected('growth')) await growth();
  if (isSelected('stores')) printRatios('stores', await stores(files.python, await files.startStores()));
  if (isSelected('columns')) await columns();
  if (isSelected('service')) await compare('service', () => service(files.python));
}
