/** Tests with a request whether everybody can read an object without signing in. */
import { replyTo, type Work } from '../../http/work';
import type { Location } from '../places/locate';

export interface PublicReader {
  /** The https address; '' if there is none, such as for files of this computer. */
  url: string;
  /** Null if the request got no answer. */
  readable: boolean | null;
  /** The source for Neuroglancer, if the folder is a volume; else ''. */
  source: string;
}

/** `probe` is the object in the folder to request; '' for the location itself. */
export function* publicReader(
  { store, name }: Location,
  probe: string,
  isVolume: boolean,
): Work<PublicReader> {
  const url = store.publicUrl(name);
  if (url === '') return { url, readable: null, source: '' };
  const target = probe === '' ? url : store.publicUrl(probe);
  const reply = yield* replyTo({
    method: 'GET',
    url: target,
    headers: { range: 'bytes=0-0' },
    raw: true,
    idempotent: true,
    route: `${target} as anybody reads it`,
    expectedBytes: 2000,
  });
  const { status } = reply;
  // 416: the object is empty and has no first byte.
  const readable = (status >= 200 && status < 300) || status === 416;
  const isRefused = status === 401 || status === 403 || status === 404;
  return {
    url,
    readable: readable ? true : isRefused ? false : null,
    source: isVolume ? viewerSource(store.root, name, url) : '',
  };
}

/** Every viewer opens gs:// and https://; of the S3-compatible schemes, viewers know only some. */
const viewerSource = (root: string, name: string, url: string): string =>
  `${root.startsWith('gs://') ? `${root}/${name}` : url}/|neuroglancer-precomputed:`;

export const readerWord = (readable: boolean | null): string =>
  readable === null ? 'not known: the store did not answer' : readable ? 'yes' : 'no';
