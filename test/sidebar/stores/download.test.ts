/** Downloads in pieces: whole and compared with the store's sum; what changed, is damaged or cannot come as stored is refused. */
import { gzipSync } from 'node:zlib';
import { DOWNLOAD_PIECE, download } from '../../../sidebar/stores/download';
import { bytesOf, type PageStores, pageStores } from './support';

let page: PageStores;
beforeEach(() => {
  page = pageStores();
});

const get = (name: string, info = page.info(name), onBytes?: (bytes: number) => void) =>
  page.run(download(page.at('').store, info, onBytes));

test('a file of two pieces arrives whole, and each piece is counted', () => {
  const bytes = bytesOf(DOWNLOAD_PIECE + 1000);
  page.put('big', bytes, { contentType: 'application/x-big' });
  const pieces: number[] = [];
  const { parts, ...rest } = get('big', undefined, (size) => pieces.push(size));
  expect(pieces).toEqual([DOWNLOAD_PIECE, 1000]);
  expect(Buffer.compare(Buffer.concat(parts), bytes)).toBe(0);
  expect(rest).toEqual({ ending: '', unpacked: '', contentType: 'application/x-big' });
});

test('an empty file costs no request', () => {
  page.put('empty', new Uint8Array(0));
  const info = page.info('empty');
  page.sent.splice(0);
  expect(get('empty', info)).toMatchObject({ parts: [], ending: '' });
  expect(page.sent).toEqual([]);
});

test('what is stored compressed and arrives unpacked is given unpacked, and says so; too large for that, it is refused', () => {
  const plain = Buffer.from('{"type":"segmentation"}'.repeat(40));
  page.put('packed', new Uint8Array(gzipSync(plain)), { contentEncoding: 'gzip' });
  const { parts, ...rest } = get('packed');
  expect(rest).toMatchObject({ ending: '', unpacked: 'gzip' });
  expect(Buffer.concat(parts).equals(plain)).toBe(true);
  const large = { ...page.info('packed'), size: DOWNLOAD_PIECE + 1 };
  expect(() => get('packed', large)).toThrow(
    'gs://lab/packed is stored compressed and is larger than 5 MB: Apps Script unpacks it on the way. Use the command line',
  );
});

test('gone, or changed since it was listed: refused', () => {
  page.put('a', bytesOf(10));
  const listed = page.info('a');
  expect(() => get('a', { ...listed, name: 'none' })).toThrow(/gs:\/\/lab\/none/);
  page.put('a', bytesOf(11));
  expect(() => get('a', listed)).toThrow(/changed/);
});

test('a piece that comes short is no end of the file', () => {
  page.put('big', bytesOf(DOWNLOAD_PIECE + 1000));
  const { intercept } = page;
  page.intercept = (request, send) => {
    const reply = intercept!(request, send);
    const second = (request.headers?.range ?? request.headers?.Range ?? '').startsWith(
      `bytes=${DOWNLOAD_PIECE}-`,
    );
    return second ? { ...reply, bytes: () => reply.bytes().subarray(0, 999) } : reply;
  };
  expect(() => get('big')).toThrow();
});

test.each(['crc32c', 'md5'] as const)('a byte that is another one: its %s says so', (sum) => {
  page.put('a', bytesOf(5000));
  const info = page.info('a');
  const known = sum === 'crc32c' ? info : { ...info, crc32c: '' };
  expect(known[sum]).not.toBe('');
  expect(get('a', known).parts).toHaveLength(1);
  page.intercept = (_request, send) => {
    const reply = send();
    const bytes = reply.bytes().slice();
    if (bytes.length === 5000) bytes[2500]! ^= 1;
    return { ...reply, bytes: () => bytes };
  };
  expect(() => get('a', known)).toThrow('gs://lab/a arrived damaged: its sum is another. Try again');
});
