/** Where a layer's data lies: the grammar of source strings, old and new, and the address of their info file. */
import { GCS_HOST, S3_HOSTS } from '../core/store-hosts';

export interface Source {
  /** As it was written. */
  text: string;
  /** precomputed, graphene, zarr, brainmaps …; '' where the address alone is given. */
  format: string;
  /** The address without format and options, such as gs://bucket/path. */
  store: string;
  /** The store asks for a CAVE token. */
  middleauth: boolean;
  /** #type=mesh and so on, without the hash. */
  options: string;
}

/** Formats of the pipeline spelling (`url|format:`) that have another name in the prefix spelling. */
const PIPELINE: Record<string, string> = {
  'neuroglancer-precomputed': 'precomputed',
  zarr2: 'zarr',
  zarr3: 'zarr',
};

const STORES = RegExp(
  `^(?:https?|gs|gs\\+xml|gs\\+ngauth\\+https|s3\\+https?|${Object.keys(S3_HOSTS).join('|')}|local|middleauth\\+https?)$`,
);

export function readSource(text: string): Source {
  const trimmed = text.trim();
  const pipe = /^(.*?)\|([a-z0-9-]+):(.*)$/.exec(trimmed);
  const prefix = pipe ? null : /^([a-z0-9_+]+):\/\/(.*)$/.exec(trimmed);
  let format = '';
  let store = trimmed;
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

/** Whether two strings name the same data, however they are spelt. */
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

/** The address to read a store at, without credentials; '' where it cannot be read so. */
export function readAddress(store: string): string {
  // A step between folders would lead out of the bucket that is shown.
  if (/\/\.\.?(?:\/|$)/.test(store)) return '';
  const found = SCHEMES.find(([scheme]) => scheme.test(store));
  // A character that no address may hold would be taken for a host that does not answer.
  return found ? store.replace(...found).replace(/[^!-~]|["<>\\^`{|}]/g, encodeURIComponent) : '';
}

/** The info file of a precomputed or graphene source; '' for other formats, and for what lies in the state itself. */
export function infoAddress(source: Source): string {
  if (source.format !== '' && source.format !== 'precomputed' && source.format !== 'graphene') return '';
  const address = readAddress(source.store).replace(
    /\/segmentation\/(?:1\.0|api\/v1\/table|api\/v1)\//,
    '/segmentation/table/',
  );
  return address === '' ? '' : `${address}/info`;
}

/** The table of a graphene source, such as wclee_fly_cns_001; '' for any other. */
export function graphTable(source: Source): string {
  return source.format === 'graphene' ? (/\/([^/]+)$/.exec(source.store)?.[1] ?? '') : '';
}

/**
 * A graphene or CAVE-served source as a viewer of today opens it: the table route, and the token sent along. Any other
 * source stays as it is written.
 */
export function forModernViewer(text: string): string {
  const source = readSource(text);
  const served = /^https:\/\/[^/]+\/(?:segmentation|skeletoncache|nglstate)\//.test(source.store);
  if (!served || source.format === '') return text;
  const store = source.store.replace(/\/segmentation\/1\.0\//, '/segmentation/table/');
  return `${source.format}://middleauth+${store}${source.options ? `#${source.options}` : ''}`;
}

/** The same for the old viewers, which log in by themselves and know no `middleauth+`. */
export function forLegacyViewer(text: string): string {
  const source = readSource(text);
  if (source.format === '' || source.format === 'local') return text;
  return `${source.format}://${source.store}${source.options ? `#${source.options}` : ''}`;
}
