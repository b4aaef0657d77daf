/** Cells of links that hold no single link: each kind has its sentence. */
import { readLink } from '../../src/neuroglancer/link';
import { linkProblem, markdownAddress } from '../../src/neuroglancer/link-cell';

const ONE =
  'https://spelunker.cave-explorer.org/#!middleauth+https://global.daf-apis.com/nglstate/api/v1/5747205470158848';
const TWO = 'https://ngl.flywire.ai/?json_url=https://globalv1.flywire-daf.com/nglstate/4911326216945664';
const ID = '720575941473274509';

test.each([
  [`${ONE} ${TWO}`, 'the cell holds 2 links: write one in each cell'],
  [`${ONE}\n${TWO}`, 'the cell holds 2 links: write one in each cell'],
  [`${ONE}, ${TWO}; https://x.org/a`, 'the cell holds 3 links: write one in each cell'],
  [ID, `${ID} is an id, no link and no state’s number: TT_LINK makes a link of it`],
  [`${ID} (left)`, `${ID} is an id, no link and no state’s number: TT_LINK makes a link of it`],
  [
    '76492475061776745',
    '76492475061776745 is an id, no link and no state’s number: TT_LINK makes a link of it',
  ],
  [`${ID}, 720575941524660200`, 'the cell holds 2 ids, no link: TT_LINK makes one of ids'],
  ['7.20576E+17', '7.20576E+17 is a rounded number, no link'],
  [`[${ONE}](${TWO})`, 'the cell shows one address and leads to another: write the one that is meant'],
])('%j', (text, sentence) => expect(linkProblem(text)).toBe(sentence));

test.each([
  ONE,
  TWO,
  `<${ONE}>`,
  `my view: ${ONE}`,
  `${ONE} ${ONE}`,
  `[${ONE}](${ONE})`,
  `[my view](${ONE})`,
  '5747205470158848',
  'my view',
  '{"layers": [{"source": ["precomputed://gs://a", "https://b/c"]}]}',
  'https://host/#!{"layers":[{"source":["precomputed://gs://a", "https://b/c"]}]}',
  'https://www.google.com/url?q=https://spelunker.cave-explorer.org/x',
])('%j may be a link', (text) => expect(linkProblem(text)).toBe(''));

test('an address in markdown is read', () => {
  expect(markdownAddress(`[my view](${ONE})`)).toBe(ONE);
  expect(markdownAddress(`[view] (${ONE})`)).toBeNull();
  expect(readLink(`[my view](${ONE})`)).toEqual(readLink(ONE));
  expect(readLink(`[${TWO}](<${TWO}>)`)).toEqual(readLink(TWO));
});

test('an id is no state’s number', () => {
  expect([readLink(ID).form, readLink('5747205470158848').form]).toEqual(['not a link', 'bare id']);
});
