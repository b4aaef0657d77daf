/** Kinds of damage to the body of a reply. Each returns a different body, or null if it does not apply. */
import { gzipSync } from 'node:zlib';
import type { Rng } from '@tracer-tools/cave/rng';
import { between, pick } from '@tracer-tools/cave/rng';

export interface Kind {
  name: string;
  /** The position is random, and so is whether the structure breaks. */
  chance?: true;
  damage: (body: Uint8Array, random: Rng) => Uint8Array | null;
}

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const textOf = (body: Uint8Array): string => Buffer.from(body).toString('utf8');
const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

const whole = (name: string, text: string): Kind => ({ name, damage: () => bytesOf(text) });
const loss = (name: string, change: Change): Kind => ({ ...bytes(name, change), chance: true });
type Change = (body: Uint8Array, random: Rng) => Uint8Array;
const bytes = (name: string, change: (body: Uint8Array, random: Rng) => Uint8Array): Kind => ({
  name,
  damage: (body, random) => (body.length === 0 ? null : change(body, random)),
});

/** A completely different body. */
const REPLACED: Kind[] = [
  whole('empty', ''),
  whole('spaces', ' \n'),
  whole('a page', '<!doctype html><html><body>502 Bad Gateway</body></html>'),
  whole('null', 'null'),
  whole('an empty object', '{}'),
  whole('true', 'true'),
  whole('a text', '"ok"'),
  whole('a number', '5'),
  whole('a row that is a number', '[5]'),
  whole('a row without columns', '[{}]'),
  whole('an error with 200', '{"code":500,"message":"500 Internal Server Error","traceback":[]}'),
  whole('zeros', '\0\0\0\0\0\0\0\0'),
];

/** Bytes lost, added or changed in transit. */
const TRANSFER: Kind[] = [
  ...[0.1, 0.5, 0.9].map((part) =>
    bytes(`cut at ${part * 100} %`, (body) => body.slice(0, Math.floor(body.length * part))),
  ),
  bytes('cut anywhere', (body, random) => body.slice(0, between(random, 0, body.length - 1))),
  bytes('the last byte lost', (body) => body.slice(0, -1)),
  bytes('the last eight bytes lost', (body) => body.slice(0, -8)),
  bytes('the first byte lost', (body) => body.slice(1)),
  loss('a byte lost', (body, random) => {
    const at = between(random, 0, body.length - 1);
    return join(body.slice(0, at), body.slice(at + 1));
  }),
  loss('a block lost', (body, random) => {
    const at = between(random, 0, body.length - 1);
    return join(body.slice(0, at), body.slice(at + 1 + Math.floor(body.length / 3)));
  }),
  loss('a block of zeros', (body, random) => {
    const copy = body.slice();
    const at = between(random, 0, body.length - 1);
    return copy.fill(0, at, at + 16);
  }),
  bytes('twice', (body) => join(body, body)),
  bytes('bytes behind', (body) => join(body, bytesOf('<!-- -->'))),
  bytes('a page before', (body) => join(bytesOf('<html>'), body)),
  bytes('backwards', (body) => body.slice().reverse()),
  bytes('in gzip', (body) => new Uint8Array(gzipSync(body))),
  bytes('in base64', (body) => bytesOf(Buffer.from(body).toString('base64'))),
  bytes('in UTF-16', (body) => new Uint8Array(Buffer.from(textOf(body), 'utf16le'))),
  bytes('a text of JSON', (body) => bytesOf(JSON.stringify(textOf(body)))),
  bytes('in a list', (body) => join(bytesOf('['), body, bytesOf(']'))),
  bytes('in an object', (body) => join(bytesOf('{"data":'), body, bytesOf('}'))),
];

/** Changes one random match in a text. */
function replacement(name: string, pattern: RegExp, to: (match: string) => string): Kind {
  return {
    name,
    damage: (body, random) => {
      const text = textOf(body);
      const places = [...text.matchAll(pattern)];
      if (places.length === 0) return null;
      const place = pick(random, places);
      return bytesOf(text.slice(0, place.index) + to(place[0]) + text.slice(place.index + place[0].length));
    },
  };
}

/** Makes the same change at all matches. */
const everywhere = (name: string, pattern: RegExp, to: (match: string) => string): Kind => ({
  name,
  damage: (body) => {
    const text = textOf(body);
    const changed = text.replace(pattern, to);
    return changed === text ? null : bytesOf(changed);
  },
});

const both = (name: string, pattern: RegExp, to: (match: string) => string): Kind[] => [
  replacement(`one ${name}`, pattern, to),
  everywhere(`every ${name}`, pattern, to),
];

/** Ids: 15 or more digits that are not part of a longer word, with or without quotes. */
const ID = /(?<![\w.])[0-9]{15,20}(?![\w.])/g;
const QUOTED_ID = /"[0-9]{15,20}"(?!\s*:)/g;
const NUMBER = /(?<=[[:,]\s*)-?[0-9]+(?:\.[0-9]+)?(?=\s*[\],}])/g;
const KEY = /"[^"\\]+"(?=\s*:)/g;
const WORD = /(?<=:\s*)"[^"\\]*"(?=\s*[,}])/g;

/** JSON values of another type. */
const VALUES: Kind[] = [
  ...both('id with an exponent', ID, (id) => `${id[0]}.${id.slice(1, 12)}e${id.length - 1}`),
  ...both('id with a decimal point', ID, (id) => `${id}.0`),
  ...both('rounded id in a text', QUOTED_ID, (id) => `"${Number(id.slice(1, -1)).toExponential()}"`),
  ...both('negative id', ID, (id) => `-${id}`),
  ...both('id above 2^64', ID, (id) => `${id}000`),
  ...both('id without its first digit', ID, (id) => id.slice(1)),
  ...both('id with a zero before', QUOTED_ID, (id) => `"0${id.slice(1)}`),
  ...both('id in hex', QUOTED_ID, (id) => `"0x${BigInt(id.slice(1, -1)).toString(16)}"`),
  ...both('id with a space', QUOTED_ID, (id) => `"${id.slice(1, 5)} ${id.slice(5)}`),
  ...both('NaN', NUMBER, () => 'NaN'),
  ...both('Infinity', NUMBER, () => 'Infinity'),
  ...both('null for a number', NUMBER, () => 'null'),
  ...both('number in a text', NUMBER, (number) => `"${number}"`),
  ...both('negative number', NUMBER, (number) => `-${number.replace('-', '')}`),
  ...both('false for a number', NUMBER, () => 'false'),
  ...both('object for a number', NUMBER, (number) => `{"value":${number}}`),
  ...both('null for a boolean', /\b(?:true|false)\b/g, () => 'null'),
  ...both('boolean in a text', /\b(?:true|false)\b/g, (flag) => `"${flag}!"`),
  ...both('boolean as a number', /\b(?:true|false)\b/g, (flag) => (flag === 'true' ? '1' : '0')),
  ...both('renamed key', KEY, (key) => `${key.slice(0, -1)}_x"`),
  ...both('key in capitals', /"[a-z][^"\\]*"(?=\s*:)/g, (key) => key.toUpperCase()),
  ...both('number for a text', WORD, () => '7'),
  ...both('point of two', /\[\s*(-?[0-9.]+)\s*,\s*(-?[0-9.]+)\s*,\s*-?[0-9.]+\s*\]/g, (point) =>
    point.replace(/,[^,]*\]$/, ']'),
  ),
  ...both('point of four', /\[\s*-?[0-9.]+\s*,\s*-?[0-9.]+\s*,\s*-?[0-9.]+\s*\]/g, (point) =>
    point.replace(']', ',1]'),
  ),
  replacement('a comma lost', /,/g, () => ''),
  replacement('a quote lost', /"/g, () => ''),
  replacement('a bracket lost', /[[\]{}]/g, () => ''),
];

/** JSON parts that are moved, duplicated or missing. */
const ITEM = /(?<=[[,]\s*)(?:"[^"\\]*"|-?[0-9][0-9.]*|\{[^{}[\]]*\})(?=\s*,)/g;
const PARTS: Kind[] = [
  ...both(
    'key twice',
    /"[^"\\]+"\s*:\s*(?:-?[0-9.]+|"[^"\\]*"|true|false)(?=\s*[,}])/g,
    (pair) => `${pair},${pair.replace(/:.*$/s, ': 1')}`,
  ),
  replacement('an item twice', ITEM, (item) => `${item},${item}`),
  everywhere('every item twice', ITEM, (item) => `${item},${item}`),
  replacement('a list in a list', /\[[^[\]]*\]/g, (list) => `[${list}]`),
  replacement('an object in a list', /\{[^{}]*\}/g, (object) => `[${object}]`),
  replacement('an object as a text', /\{[^{}]*\}/g, (object) => JSON.stringify(object)),
  replacement('a list as an object', /\[[^[\]]*\]/g, () => '{}'),
  replacement('a list as null', /\[[^[\]]*\]/g, () => 'null'),
  replacement(
    'a field twice',
    /"[^"\\]+"\s*:\s*(?:"[^"\\]*"|-?[0-9.]+|true|false|null)(?=\s*[,}])/g,
    (field) => `${field},${field}`,
  ),
];

/** Hex of a gzip file, as the skeleton service sends it. */
const HEX: Kind[] = [
  replacement('hex cut', /(?<=")1f8b[0-9a-f]+(?=")/g, (hex) => hex.slice(0, hex.length >> 1)),
  replacement('hex with a changed byte', /(?<=")1f8b[0-9a-f]+(?=")/g, (hex) => {
    const at = hex.length >> 1;
    return hex.slice(0, at) + (hex[at] === '0' ? '1' : '0') + hex.slice(at + 1);
  }),
  replacement('hex with half a byte', /(?<=")1f8b[0-9a-f]+(?=")/g, (hex) => hex.slice(0, -1)),
  replacement('hex without its checksum', /(?<=")1f8b[0-9a-f]+(?=")/g, (hex) => hex.slice(0, -16)),
];

export const KINDS: readonly Kind[] = [...REPLACED, ...TRANSFER, ...VALUES, ...PARTS, ...HEX];
