/**
 * `npm run bench`: counts and ratios, to compare before and after. Arguments select parts: bundle, heap, traffic,
 * sheet, geometry, growth, stores, columns, service, or one comparison of the geometry; all of them without arguments,
 * or with `all`. `--times 3` makes each comparison three times, and prints the median and the spread of its ratios. At
 * the end stand the time of each part and the goals that were missed.
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
import { seconds, table } from './table';
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

/** `all` is every part. */
const PARTS = [
  'all',
  'bundle',
  'heap',
  'traffic',
  'sheet',
  'geometry',
  'growth',
  'stores',
  'columns',
  'service',
];

export async function main(parts: readonly string[], files: BenchFiles): Promise<void> {
  const known = [...PARTS, ...Object.keys(GEOMETRY)];
  const unknown = parts.find((part) => !(Number(part) > 0) && !known.includes(part));
  if (unknown !== undefined) throw new Error(`${unknown} is no part of the bench: ${known.join(', ')}`);
  const isWhole = parts.every((word) => word === 'all' || Number(word) > 0);
  const isSelected = (part: string) => isWhole || parts.includes(part);
  const sizes = parts.map(Number).filter((size) => size > 0);
  const missed: string[] = [];
  const taken: (string | number)[][] = [];
  const run = async (part: string, work: () => unknown): Promise<void> => {
    const start = performance.now();
    const missedRows = await work();
    if (Array.isArray(missedRows)) missed.push(...missedRows);
    taken.push([part, seconds(performance.now() - start)]);
  };
  const compare = async (name: string, measure: () => Promise<Ratio[]>): Promise<string[]> => {
    const runs: Ratio[][] = [];
    while (runs.length < files.times) runs.push(await measure());
    return printRatios(name, medianRatios(runs));
  };
  const works: [part: string, work: () => unknown][] = [
    ['bundle', () => bundle(files.root)],
    ['heap', () => heap(files.heapChild, files.sandbox)],
    ['traffic', () => traffic(sizes.length > 0 ? sizes : [100, 1000, 10_000])],
    ['sheet', () => sheet(sizes.length > 0 ? sizes : [100_000])],
    ...Object.entries(GEOMETRY).map(([name, measure]): [string, () => unknown] => [
      name,
      () => compare(name, () => measure(files.python, files.peers)),
    ]),
    ['growth', growth],
    ['stores', async () => printRatios('stores', await stores(files.python, await files.startStores()))],
    ['columns', columns],
    ['service', () => compare('service', () => service(files.python))],
  ];
  for (const [part, work] of works) {
    if (isSelected(part) || (part in GEOMETRY && parts.includes('geometry'))) await run(part, work);
  }
  console.log('\nTime of each part\n');
  table(['part', 'seconds'], taken);
  console.log(missed.length > 0 ? `\nGoals missed:\n${missed.join('\n')}` : '\nNo goal was missed');
}
