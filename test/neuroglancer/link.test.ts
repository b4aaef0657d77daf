/** Every published link form, and the shapes in which people paste links. */
import { readDocument } from '../../src/neuroglancer/document';
import { decodePercent, encodeFragment, fromUrlSafe } from '../../src/neuroglancer/encoding';
import { readLink, stateServerOrigin } from '../../src/neuroglancer/link';
import { LINK_FORMS } from '../support/link-forms';
import { describeWith, publishedText } from '../support/shared-data';

/** Cells of a published table, its header left out. */
const rowsOf = (tsv: string | null): string[][] =>
  (tsv ?? '')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));

test.each(LINK_FORMS)('%s: %s', (form, url, server, id) => {
  expect(readLink(url)).toMatchObject({ form, server, id });
});

const forms = publishedText('ids/link-forms.tsv');
describeWith(forms)('extra: 54 published links', () => {
  test.each(rowsOf(forms))('%s: %s', (form, url, server, id) => {
    expect(readLink(url!)).toMatchObject({ form, server, id });
  });
});

const banc = publishedText('ids/banc-links.tsv');
describeWith(banc)('extra: BANC driver lines', () => {
  test('116 distinct 16-digit states on the global server', () => {
    const links = rowsOf(banc).map((cells) => readLink(cells[3]!));
    expect(links.every((link) => link.form === 'fragment middleauth')).toBe(true);
    expect(links.every((link) => stateServerOrigin(link) === 'https://global.daf-apis.com')).toBe(true);
    expect(new Set(links.map((link) => link.id)).size).toBe(116);
    expect(links.every((link) => /^[0-9]{16}$/.test(link.id))).toBe(true);
  });
});

const flywire = publishedText('ids/flywire-links.tsv');
describeWith(flywire)('extra: FlyWire hemilineages', () => {
  test('180 distinct links to states in a bucket', () => {
    const links = [...new Set(rowsOf(flywire).map((cells) => cells[3]!))].map((url) => readLink(url));
    expect(links).toHaveLength(180);
    expect(links.every((link) => link.form === 'fragment gs' && link.address.endsWith('.json'))).toBe(true);
  });
});

describe('links as people paste them', () => {
  const spelunker = 'https://spelunker.cave-explorer.org/';
  const stored = `${spelunker}#!middleauth+https://global.daf-apis.com/nglstate/api/v1/5892713748463616`;

  test.each([
    ['spaces around', `  ${stored}\n`],
    ['words before it', `see ${stored}`],
    ['in angle brackets', `<${stored}>`],
    ['a full stop after it', `${stored}.`],
    [
      'percent-encoded fragment',
      `${spelunker}#!middleauth%2Bhttps%3A%2F%2Fglobal.daf-apis.com%2Fnglstate%2Fapi%2Fv1%2F5892713748463616`,
    ],
    ['through a redirect page', `https://www.google.com/url?q=${encodeURIComponent(stored)}&sa=D`],
    ['through mail', `https://x.safelinks.protection.outlook.com/?url=${encodeURIComponent(stored)}&data=1`],
    [
      'encoded three times',
      stored.replace(
        /#.*/,
        (part) => `#!${[1, 2, 3].reduce(encodeURIComponent as (t: string) => string, part.slice(2))}`,
      ),
    ],
    ['a formula as text', `=HYPERLINK("${stored}", "view")`],
    ['an HTML link', `<a href="${stored}">view</a>`],
    ['without its scheme', stored.replace('https://', '')],
    ['Markdown with words behind it', `[view](${stored}), seen`],
    ['another case', stored.replace('https://spelunker', 'HTTPS://Spelunker')],
  ])('%s', (_how, text) => {
    expect(readLink(text)).toMatchObject({
      form: 'fragment middleauth',
      viewer: spelunker,
      id: '5892713748463616',
    });
  });

  test.each([
    ['', 'not a link'],
    ['DNa02', 'not a link'],
    ['https://spelunker.cave-explorer.org/', 'not a link'],
    ['https://spelunker.cave-explorer.org/#!hello', 'not a link'],
    ['ftp://somewhere/x', 'not a link'],
    ['5747205470158848', 'bare id'],
    ['{"layers":[]}', 'json'],
    ['https://example.org/state.json', 'bare state url'],
    ['middleauth+https://global.daf-apis.com/nglstate/api/v1/5892713748463616', 'fragment middleauth'],
  ])('%s is: %s', (text, form) => expect(readLink(text).form).toBe(form));

  test('a state to merge is a state', () => {
    expect(readLink('https://x.org/#!+{"layout":"3d"}').state).toBe('{"layout":"3d"}');
  });
});

describe('encodings', () => {
  test('the old URL-safe syntax', () => {
    expect(fromUrlSafe("{'a':[1_2]_'b':'x_y'}")).toBe('{"a":[1,2],"b":"x_y"}');
    expect(fromUrlSafe("{'a':'say \"hi\"'_'b':'it\\'s'}")).toBe('{"a":"say \\"hi\\"","b":"it\'s"}');
  });

  test('a whole state in it', () => {
    const link =
      "https://neuroglancer-demo.appspot.com/#!{'layers':{'em':{'type':'image'_'source':'precomputed://gs://b/em'}}" +
      "_'navigation':{'pose':{'position':{'voxelSize':[8_8_8]_'voxelCoordinates':[2914.5_3088.25_4045]}}}" +
      "_'showSlices':false}";
    const state = readDocument(readLink(link).state) as Map<string, unknown>;
    expect([...state.keys()]).toEqual(['layers', 'navigation', 'showSlices']);
    expect(readLink(link).state).toContain('"voxelCoordinates":[2914.5,3088.25,4045]');
  });

  const urlSafe = publishedText('states/urlsafe-fib25.txt');
  describeWith(urlSafe)('extra: a published link in it', () => {
    test('its fields', () => {
      const state = readDocument(readLink(urlSafe!.trim()).state) as Map<string, unknown>;
      expect([...state.keys()]).toEqual([
        'layers',
        'navigation',
        'perspectiveOrientation',
        'perspectiveZoom',
        'showSlices',
      ]);
    });
  });

  test('a stray percent sign stays', () => {
    expect(decodePercent('50% of %22x%22 %E2%82')).toBe('50% of "x" %E2%82');
  });

  test('what a fragment may not hold is encoded, and comes back', () => {
    const text = '{"a":"b (c)!*\';,","µ":"#"}';
    expect(encodeFragment(text)).not.toMatch(/[!'()*;, {}"µ]/);
    expect(decodePercent(encodeFragment(text))).toBe(text);
  });
});

test('a number between quotes, or with one of them, is that number; quotes elsewhere stay', () => {
  const NUMBER = '5747205470158848';
  const bare = readLink(NUMBER);
  for (const cell of [`'${NUMBER}'`, `'${NUMBER}`, `${NUMBER}'`, ` '${NUMBER}' `]) {
    expect(readLink(cell)).toEqual(bare);
  }
  for (const cell of [`''${NUMBER}`, `'${NUMBER} 1'`, "'", "''"]) {
    expect(readLink(cell)).not.toEqual(bare);
  }
});
