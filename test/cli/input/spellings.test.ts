/** Tables of ids in every spelling that programs write: the column that is read is the one that was written. */
import { gzipSync } from 'node:zlib';
import { selectIds } from '../../../src/cli/input/columns';
import { readTextTable } from '../../../src/cli/input/table';
import { fileText } from '../../../src/cli/input/text-file';
import { casesOf } from '../../../workbench/long';
import { random } from '../../../workbench/random';

const ROUNDS = casesOf(2500, 10_000);
const LABELS = ['DNg1', 'a, b', 'say "hi"', '', 'x;y', 'line\nbreak', '12', 'é'];
const HEADERS = ['root_id', 'pt_root_id', 'Segment ID', 'current id'];

/** 64-bit ids of 18 digits. */
const idFrom = (next: () => number): string =>
  `7205759${Array.from({ length: 11 }, () => Math.floor(next() * 10)).join('')}`;

test(`${ROUNDS.toLocaleString('en-US')} files (seed 71)`, () => {
  const next = random(71);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  for (let round = 0; round < ROUNDS; round++) {
    const ids = Array.from({ length: 2 + Math.floor(next() * 4) }, () => idFrom(next));
    const { text, how } = spellIds(ids, next, pick);
    const bytes = encodeText(text, next, pick);
    const read = selectIds(readTextTable(fileText(bytes.bytes, 'it'), 'it'), {
      columns: [],
      supervoxels: false,
      what: 'it',
    });
    expect({ how: `${round}: ${how}, ${bytes.how}`, rows: read.rows }).toEqual({
      how: `${round}: ${how}, ${bytes.how}`,
      rows: ids.map((id) => [id]),
    });
  }
});

type Pick = <T>(list: readonly T[]) => T;

function spellIds(ids: string[], next: () => number, pick: Pick): { text: string; how: string } {
  const how = pick(['list', 'json', 'objects', 'ndjson', 'table', 'table', 'table']);
  const end = pick(['\n', '\r\n', '\r']);
  const last = next() < 0.5 ? end : '';
  if (how === 'json') {
    const quoted = next() < 0.5;
    const json = `[${ids.map((id) => (quoted ? `"${id}"` : id)).join(pick([',', ', ', ',\n']))}]`;
    return { text: next() < 0.3 ? `{"ids": ${json}}` : json, how };
  }
  if (how === 'objects' || how === 'ndjson') {
    const rows = ids.map((id) => `{"type": "DNg1", "root_id": ${id}, "n": 3}`);
    return { text: how === 'objects' ? `[${rows.join(',')}]` : rows.join(end) + last, how };
  }
  const comment = next() < 0.2 ? `# exported by hand${end}` : '';
  if (how === 'list') {
    const quote = pick(['', '"']);
    const header = next() < 0.5 ? pick(HEADERS) + end : '';
    return { text: comment + header + ids.map((id) => quote + id + quote).join(end) + last, how };
  }
  const separator = pick(['\t', ',', ';']);
  const quoteAll = next() < 0.3;
  const cell = (value: string): string =>
    quoteAll || /[",;\t\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value;
  const position = Math.floor(next() * 3);
  const row = (id: string, others: string[]): string =>
    [...others.slice(0, position), id, ...others.slice(position)].map(cell).join(separator);
  const header = row(pick(HEADERS), ['type', 'n']);
  const lines = ids.map((id) => row(id, [pick(LABELS), pick(LABELS)]));
  return { text: comment + [header, ...lines].join(end) + last, how: `${how} ${JSON.stringify(separator)}` };
}

function encodeText(text: string, next: () => number, pick: Pick): { bytes: Uint8Array; how: string } {
  const how = pick(['utf8', 'utf8 mark', 'utf16le mark', 'utf16be mark', 'utf16le']);
  const marked = how.endsWith('mark') ? `\ufeff${text}` : text;
  const bytes = how.startsWith('utf8') ? Buffer.from(marked, 'utf8') : Buffer.from(marked, 'utf16le');
  if (how.startsWith('utf16be')) bytes.swap16();
  return next() < 0.1 ? { bytes: gzipSync(bytes), how: `${how} gz` } : { bytes, how };
}
