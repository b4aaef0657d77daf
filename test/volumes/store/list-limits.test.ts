/** Listings of several pages: repeated entries and pages, names outside the folder, on Google and on S3. */

import type { HttpReply } from '../../../src/http/request';
import type { Work } from '../../../src/http/work';
import { gcsStore } from '../../../src/volumes/gcs/gcs';
import { storeLocation } from '../../../src/volumes/places/locate';
import type { Listing } from '../../../src/volumes/store/store';
import { replyOf } from './bench';

interface Page {
  names: string[];
  folders?: string[];
  next?: string;
  /** Version of every object. */
  version?: string;
}

const KINDS = {
  Google: {
    store: gcsStore('lab'),
    page: ({ names, folders = [], next, version = '1' }: Page) =>
      replyOf(
        200,
        JSON.stringify({
          kind: 'storage#objects',
          items: names.map((name) => ({ name, size: '1', generation: version })),
          prefixes: folders,
          ...(next ? { nextPageToken: next } : {}),
        }),
      ),
  },
  S3: {
    store: storeLocation('s3://lab/vol', 'path').store,
    page: ({ names, folders = [], next, version = '1' }: Page) =>
      replyOf(
        200,
        `<ListBucketResult><IsTruncated>${next !== undefined}</IsTruncated>` +
          `${next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`}` +
          names
            .map((name) => `<Contents><Key>${name}</Key><Size>1</Size><ETag>${version}</ETag></Contents>`)
            .join('') +
          folders.map((name) => `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`).join('') +
          '</ListBucketResult>',
      ),
  },
};

/** Answers the pages in turn, the last ones over and over. */
function listed(work: Work<Listing>, replies: HttpReply[], cycle: number): Listing {
  let step = work.next();
  for (let n = 0; !step.done; n++) {
    if (n > 100) throw new Error('it asks for ever');
    step = work.next([replies[n] ?? replies[replies.length - 1 - (n % cycle)]!]);
  }
  return step.value;
}

describe.each(Object.entries(KINDS))('%s', (_name, { store, page }) => {
  const list = (pages: Page[], cycle = 1) =>
    listed(store.list('vol/', { delimiter: '/' }), pages.map(page), cycle);

  test('an entry on two pages counts once, as it was last', () => {
    const { objects, folders } = list([
      { names: ['vol/a', 'vol/b'], folders: ['vol/x/'], next: '2' },
      { names: ['vol/b', 'vol/c'], folders: ['vol/x/', 'vol/y/'], version: '2' },
    ]);
    expect(objects.map(({ name, version }) => `${name} ${version}`)).toEqual([
      'vol/a 1',
      'vol/b 2',
      'vol/c 2',
    ]);
    expect(folders).toEqual(['vol/x/', 'vol/y/']);
  });

  test.each([
    ['an object of another folder', { names: ['vol/a', 'other/b'] }],
    ['an object of a folder that begins alike', { names: ['volume/a'] }],
    ['an object above it', { names: ['vol'] }],
    ['another folder', { names: [], folders: ['other/'] }],
    ['a name twice on a page', { names: ['vol/a', 'vol/a'] }],
  ])('%s is a damaged answer', (_what, one) => {
    expect(() => list([one])).toThrow(/was damaged\. Try again/);
    expect(() => list([{ names: ['vol/a'], next: '2' }, one])).toThrow(/was damaged\. Try again/);
  });

  test.each([1, 2, 3])('%i pages over and over do not go on for ever', (cycle) => {
    const pages = Array.from({ length: cycle }, (_none, n) => ({ names: [`vol/${n}`], next: `token ${n}` }));
    expect(() => list(pages, cycle)).toThrow(/the list of .*lab\/vol\/ does not end\. Try again/);
  });

  test('an empty page in the middle is no end', () => {
    const pages = [{ names: ['vol/a'], next: '2' }, { names: [], next: '3' }, { names: ['vol/b'] }];
    expect(list(pages).objects).toHaveLength(2);
  });
});
