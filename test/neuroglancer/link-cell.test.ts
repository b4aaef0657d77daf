/** Cells of links that hold no single link: each kind has its sentence. */
import { type Link, readLink } from '../../src/neuroglancer/link';
import { linkProblem, markdownAddress } from '../../src/neuroglancer/link-cell';
import { random } from '../../workbench/random';

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

describe('seed 22: 10,000 cells of links, drawn first and then written', () => {
  const next = random(22);
  const below = (n: number) => Math.floor(next() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const digits = (n: number) => `${1 + below(9)}${Array.from({ length: n - 1 }, () => below(10)).join('')}`;

  /** A view: where it is stored, and an address that leads there. */
  function drawLink(): { text: string; wanted: Partial<Link> } {
    const viewer = pick([
      'https://spelunker.cave-explorer.org/',
      'https://ngl.flywire.ai/',
      'https://neuroglancer-demo.appspot.com/',
    ]);
    const origin = pick(['https://global.daf-apis.com', 'https://globalv1.flywire-daf.com']);
    const id = digits(16);
    const server = `${origin}/nglstate${pick(['', '/api/v1'])}`;
    const address = `${server}/${id}`;
    const bucket = `gs://${pick(['a-b', 'lab'])}/states`;
    switch (below(6)) {
      case 0:
        return {
          text: `${viewer}#!middleauth+${address}`,
          wanted: { form: 'fragment middleauth', viewer, server, id, address },
        };
      case 1:
        return {
          text: `${viewer}?json_url=${address}`,
          wanted: { form: 'query json_url', viewer, server, id, address },
        };
      case 2:
        return {
          text: `${viewer}?json_url=${encodeURIComponent(address)}`,
          wanted: { form: 'query json_url', viewer, server, id, address },
        };
      case 3:
        return {
          text: `${viewer}#!${address}`,
          wanted: { form: 'fragment url', viewer, server, id, address },
        };
      case 4:
        return {
          text: `${viewer}#!${bucket}/${id}.json`,
          wanted: { form: 'fragment gs', viewer, server: bucket, id: `${id}.json` },
        };
      default:
        return { text: address, wanted: { form: 'bare state url', viewer: '', server, id, address } };
    }
  }
  const DRESS: ((text: string) => string)[] = [
    (text) => text,
    (text) => `  ${text}\n`,
    (text) => `<${text}>`,
    (text) => `"${text}"`,
    (text) => `(${text})`,
    (text) => `my view: ${text}`,
    (text) => `[my view](${text})`,
    (text) => `[left, new](<${text}>)`,
    (text) => `${text},`,
    (text) => `${text}.`,
    (text) => `\u200b${text}`,
    (text) => `${text} seen by Mei`,
  ];

  test('one link in any dress leads where it was drawn to', () => {
    const wrong: unknown[] = [];
    for (let i = 0; i < 7_000; i++) {
      const { text, wanted } = drawLink();
      const cell = pick(DRESS)(text);
      const found = readLink(cell);
      const same = Object.entries(wanted).every(([key, value]) => found[key as keyof Link] === value);
      if (!same || linkProblem(cell) !== '') wrong.push([cell, wanted, found, linkProblem(cell)]);
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  test('several links, and ids, each have their sentence', () => {
    const wrong: unknown[] = [];
    for (let i = 0; i < 3_000; i++) {
      const many = 2 + below(3);
      const links = Array.from({ length: many }, () => drawLink().text);
      const different = new Set(links).size;
      const joint = pick([' ', '\n', ', ', '; ', ' | ']);
      const id = `7205759${digits(11)}`;
      const [cell, says] = pick([
        [links.join(joint), different > 1 ? `the cell holds ${different} links` : ''],
        [id, `${id} is an id`],
        [
          Array.from({ length: many }, (_, k) => `72057594${k}${digits(9)}`).join(joint),
          `the cell holds ${many} ids`,
        ],
      ] as const);
      const found = linkProblem(cell);
      if (says === '' ? found !== '' : !found.startsWith(says)) wrong.push([cell, says, found]);
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});
