/**
 * `npm run bench`: counts and ratios, to compare before and after. Arguments select parts, or sizes of the traffic and
 * of the sheet; all parts without arguments, or with `all`. `--times 3` makes each measurement three times, and prints
 * the median and the spread. Traffic and sheet run once: their clock is virtual, and their figures are the same each
 * time, but for memory and processor time of the sheet.
 */
import { bundle } from './bundle';
import { columns } from './columns';
import { GEOMETRY } from './geometry';
import { growth } from './growth';
import { heap } from './heap';
import { install } from './install';
import { medianRatios, printRatios, type Ratio } from './ratio';
import { service } from './service';
import { sheet } from './sheet';
import { type StoreTools, stores } from './stores';
import { suite } from './suite';
import { traffic } from './traffic';

export { exitCode, runParts, stopParts, summary } from './run-parts';

export interface BenchFiles {
  root: string;
  /** Bytes that the build allows the bundle. */
  bundleLimit: number;
  heapChild: string;
  sandbox: string;
  /** A Python interpreter for comparisons with other programs; null if there is none. */
  python: string | null;
  /** One with further libraries of geometry, which would change what the others answer; null if there is none. */
  peers: string | null;
  /** How many times each measurement is made. */
  times: number;
  /** Starts the store servers; names those that are missing on this machine. */
  startStores: () => Promise<StoreTools>;
}

/** Returns the goals that were missed, as texts. */
type Part = (files: BenchFiles, sizes: readonly number[]) => Promise<string[]> | string[];

/** Makes a comparison several times. */
async function compareTimes(name: string, times: number, measure: () => Promise<Ratio[]>): Promise<string[]> {
  const runs: Ratio[][] = [];
  while (runs.length < times) {
    if (times > 1) console.log(`${name}, ${runs.length + 1} of ${times}`);
    runs.push(await measure());
  }
  return printRatios(name, medianRatios(runs));
}

/** In the order in which they run. */
const PARTS: Record<string, Part> = {
  bundle: ({ root, bundleLimit }) => bundle(root, bundleLimit),
  // A job of 10,000 ids takes this computer minutes: it runs where that size is asked for.
  traffic: (_files, sizes) => (sizes.length > 0 ? traffic(sizes) : traffic([100, 1000, 10_000], 1000)),
  sheet: (_files, sizes) => sheet(sizes.length > 0 ? sizes : [100_000]),
  heap: ({ heapChild, sandbox, times }) => heap(heapChild, sandbox, times),
  ...Object.fromEntries(
    Object.entries(GEOMETRY).map(([name, measure]): [string, Part] => [
      name,
      ({ times, python, peers }) => compareTimes(name, times, () => measure(python, peers)),
    ]),
  ),
  growth: ({ times }) => growth(times),
  columns: ({ times }) => columns(times),
  service: ({ times, python }) => compareTimes('service', times, () => service(python)),
  stores: async ({ times, python, startStores }) =>
    printRatios('stores', await stores(python, await startStores(), times)),
  install: ({ root, times }) => install(root, times),
  suite: ({ root }) => suite(root),
};

/** Parts that run only where they are named: `npm test` takes as long as many other parts together. */
const ALONE = ['suite'];

/** The parts and sizes that these words select. Throws for a word that is neither. */
export function selected(words: readonly string[]): { parts: string[]; sizes: number[] } {
  const names = Object.keys(PARTS);
  const groups: Record<string, string[]> = {
    all: names.filter((name) => !ALONE.includes(name)),
    geometry: Object.keys(GEOMETRY),
  };
  const isSize = (word: string) => Number(word) > 0;
  const chosen = words.filter((word) => !isSize(word));
  const wanted = new Set((chosen.length > 0 ? chosen : ['all']).flatMap((word) => groups[word] ?? [word]));
  const unknown = [...wanted].find((word) => !names.includes(word));
  if (unknown !== undefined) {
    throw new Error(`${unknown} is no part of the bench: ${[...Object.keys(groups), ...names].join(', ')}`);
  }
  return { parts: names.filter((name) => wanted.has(name)), sizes: words.filter(isSize).map(Number) };
}

export const runPart = async (part: string, sizes: readonly number[], files: BenchFiles): Promise<string[]> =>
  PARTS[part]!(files, sizes);
