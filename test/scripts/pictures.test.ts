/** Scripts of pictures and help texts: an animated PNG of single ones; how-to pages and questions as plain lines. */
import { crc32, deflateSync } from 'node:zlib';
import { inModule } from './in-module';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** One grey pixel a row. */
function png(grey: number, height = 1): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(1, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.from(Array(height).fill([0, grey]).flat()));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const join = (frames: Buffer[]) =>
  inModule(
    'scripts/pictures/apng.mjs',
    `module.animated([${frames.map((frame, i) => `{ png: Buffer.from('${frame.toString('base64')}', 'base64'), milliseconds: ${100 * (i + 1)} }`).join(', ')}]).toString('base64')`,
  );

test('frames in order with their times, sums that are right, the first one a picture of its own', () => {
  const file = Buffer.from(join([png(10), png(200)]).value as string, 'base64');
  const found: [string, Buffer][] = [];
  for (let at = 8; at < file.length; at += file.readUInt32BE(at) + 12) {
    const end = at + 8 + file.readUInt32BE(at);
    expect(file.readUInt32BE(end)).toBe(crc32(file.subarray(at + 4, end)));
    found.push([file.toString('latin1', at + 4, at + 8), file.subarray(at + 8, end)]);
  }
  expect(found.map(([type]) => type)).toEqual(['IHDR', 'acTL', 'fcTL', 'IDAT', 'fcTL', 'fdAT', 'IEND']);
  const times = found.filter(([type]) => type === 'fcTL').map(([, data]) => data.readUInt16BE(20));
  expect(times).toEqual([100, 200]);
  const numbers = found
    .filter(([type]) => type === 'fcTL' || type === 'fdAT')
    .map(([, data]) => data.readUInt32BE(0));
  expect(numbers).toEqual([0, 1, 2]);
});

test('frames of another size are refused', () => {
  expect(join([png(1), png(1, 2)]).thrown).toBe('frame 2 differs in size or kind');
  expect(join([Buffer.from('GIF89a..')]).thrown).toBe('not a PNG file');
});

test('help: every how-to page and question has a title and lines without Markdown’s marks', () => {
  const entries = inModule('scripts/bundle/help.mjs', 'module.helpEntries()').value as {
    kind: string;
    title: string;
    lines: string[];
  }[];
  expect(entries.filter(({ kind }) => kind === 'how-to').length).toBeGreaterThanOrEqual(6);
  expect(entries.filter(({ kind }) => kind === 'question').length).toBeGreaterThanOrEqual(15);
  for (const { title, lines } of entries) {
    expect(title).not.toBe('');
    expect(lines.length).toBeGreaterThan(0);
    expect([title, ...lines].filter((line) => /\]\(|\*\*|`/.test(line))).toEqual([]);
  }
});

test('paragraphs are joined, items keep their mark, code stays a line', () => {
  const text = 'one\ntwo **bold** `code` [link](a.md)\n\n- first\n  goes on\n2. second\n\n    indented\n';
  expect(inModule('scripts/bundle/help.mjs', `module.linesOf(${JSON.stringify(text)})`).value).toEqual([
    'one two bold code link',
    '• first goes on',
    '2. second',
    'indented',
  ]);
});
