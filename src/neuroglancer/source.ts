/** The address of a layer's data: reads old and new source strings, and gives the address of their info file. */
import { GCS_HOST, S3_HOSTS } from '../core/store-hosts';

export interface Source {
  /** The source as written. */
  text: string;
  /** precomputed, graphene, zarr, brainmaps …; '' for an address without a format. */
  format: string;
  /** The address without format and options, such as gs://bucket/path. */
  store: string;
  /** True if the store requires a CAVE token. */
  middleauth: boolean;
  /** Options such as #type=mesh, without the hash. */
  options: string;
}

/** Formats with different names in the pipeline syntax (`url|format:`) and in the prefix syntax. */
const PIPELINE: Record<string, string> = {
  'neuroglancer-precomputed': 'precomputed',
  zarr2: 'zarr',
  zarr3: 'zarr',
};

const STORES = RegExp(
  `^(?:https?|gs|gs\\+xml|gs\\+ngauth\\+https|s3\\+https?|${Object.keys(S3_HOSTS).join('|')}|local|middleauth\\+https?)$`,
);

export function readSource(text: string): Source {
  const source = text.trim();
  const pipe = /^(.*?)\|([a-z0-9-]+):(.*)$/.exec(source);
  const prefix = pipe ? null : /^([a-z0-9_+]+):\/\/(.*)$/.exec(source);
  let format = '';
  let store = source;
  if (pipe) {
    format = PIPELINE[pipe[2]!] ?? pipe[2]!;
    store = pipe[1]! + (/^#/.test(pipe[3]!) ? pipe[3]! : '');
  } else if (prefix && !STORES.test(prefix[1]!)) {
    format = prefix[1]!;
    store = prefix[2]!;
  }
  const hash = store.indexOf('#');
  const options = hash < 0 ? '' : store.slice(hash + 1);
  store = hash < 0 ? store : store.slice(0, hash);
  const middleauth = store.startsWith('middleauth+');
  return {
    text,
    format,
    store: (middleauth ? store.slice('middleauth+'.length) : store).replace(/\/+$/, ''),
    middleauth,
    options,
  };
}

/** True if two strings name the same data, in any notation. */
export function sameSource(a: string, b: string): boolean {
  return key(readSource(a)) === key(readSource(b));
}

function key(source: Source): string {
  const store = source.store.replace(
    /\/segmentation\/(?:1\.0|api\/v1)\/(?:table\/)?/,
    '/segmentation/table/',
  );
  return `${source.format || 'precomputed'} ${store}`;
}

const SCHEMES: [RegExp, string][] = [
  [/^gs(?:\+xml)?:\/\//, `https://${GCS_HOST}/`],
  [/^s3:\/\/https:\/\//, 'https://'],
  [/^s3\+(?=https?:\/\/)/, ''],
  ...Object.entries(S3_HOSTS).map(([scheme, host]): [RegExp, string] => [
    RegExp(`^${scheme}://`),
    `https://${host}/`,
  ]),
  [/^(?=https?:\/\/)/, ''],
];

/** The https address for reading a store without credentials; '' if there is none. */
export function readAddress(store: string): string {
  // A ".." in the path would lead out of the bucket that the address shows.
  if (/\/\.\.?(?:\/|$)/.test(store)) return '';
  const found = SCHEMES.find(([scheme]) => scheme.test(store));
  // Invalid characters are encoded: an address with one would look like a host that does not answer.
  return found ? store.replace(...found).replace(/[^!-~]|["<>\\^`{|}]/g, encodeURIComponent) : '';
}

/**
 * The address of the info file of a precomputed or graphene source; '' for other formats, and for data in the state
 * itself.
 */
export function infoAddress(source: Source): string {
  if (source.format !== '' && source.format !== 'precomputed' && source.format !== 'graphene') return '';
  const address = readAddress(source.store).replace(
    /\/segmentation\/(?:1\.0|api\/v1\/table|api\/v1)\//,
    '/segmentation/table/',
  );
  return address === '' ? '' : `${address}/info`;
}

/** The table of a graphene source, such as wclee_fly_cns_001; '' for any other source. */
export function graphTable(source: Source): string {
  return source.format === 'graphene' ? (/\/([^/]+)$/.exec(source.store)?.[1] ?? '') : '';
}

/**
 * A graphene or CAVE source in the form for present viewers: the table route, with the token sent along. Any other
 * source is returned unchanged.
 */
export function forModernViewer(text: string): string {
  const source = readSource(text);
  const isServed = /^https:\/\/[^/]+\/(?:segmentation|skeletoncache|nglstate)\//.test(source.store);
  if (!isServed || source.format === '') return text;
  const store = source.store.replace(/\/segmentation\/1\.0\//, '/segmentation/table/');
  return `${source.format}://middleauth+${store}${source.options ? `#${source.options}` : ''}`;
}

/** The same for the old viewers, which log in by themselves and do not know `middleauth+`. */
export function forLegacyViewer(text: string): string {
  const source = readSource(text);
  if (source.format === '' || source.format === 'local') return text;
  return `${source.format}://${source.store}${source.options ? `#${source.options}` : ''}`;
}
