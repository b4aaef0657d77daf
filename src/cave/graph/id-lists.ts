/**
 * Reads `{"<id>":[<id>,…],…}` and `[<id>,…]` straight into packed arrays. A neuron of 850,000 supervoxels is 17 MB of
 * JSON: a string for each would not fit into an Apps Script heap of 50 MB, 8 bytes for each do.
 */
import { type Id, toId } from '../../core/ids';

const QUOTE = 0x22;
const CLOSE = 0x5d;
const ZERO = 0x30;
const NINE = 0x39;
/** A packed array would store a larger number modulo 2^64, silently. */
const MAX = BigInt('18446744073709551615');

/** Throws a SyntaxError where the text ends early. */
export function readIdLists(text: string): Map<Id, BigUint64Array> {
  const lists = new Map<Id, BigUint64Array>();
  if (!text.trimEnd().endsWith('}')) throw new SyntaxError('cut reply');
  let at = text.indexOf('"');
  while (at >= 0) {
    const end = text.indexOf('"', at + 1);
    const open = text.indexOf('[', end);
    const close = text.indexOf(']', open);
    if (end < 0 || open < 0 || close < 0) throw new SyntaxError('cut reply');
    lists.set(toId(text.slice(at + 1, end)), readIds(text, open, close));
    at = text.indexOf('"', close);
  }
  return lists;
}

/** The only list of a reply such as `{"leaf_ids":[…]}`. */
export function readIdList(text: string): BigUint64Array {
  const open = text.indexOf('[');
  const close = text.lastIndexOf(']');
  const whole = text.trimStart().startsWith('{') ? text.trimEnd().endsWith('}') : close >= open;
  if (open < 0 || close < open || !whole) throw new SyntaxError('cut reply');
  return readIds(text, open, close);
}

function readIds(text: string, open: number, close: number): BigUint64Array {
  let ids = new BigUint64Array(Math.min(1024, Math.ceil((close - open) / 2)));
  let length = 0;
  let start = -1;
  for (let i = open; i <= close; i++) {
    const char = text.charCodeAt(i);
    if (char >= ZERO && char <= NINE) {
      if (start < 0) start = i;
      continue;
    }
    if (start >= 0) {
      if (length === ids.length) {
        const grown = new BigUint64Array(ids.length * 2);
        grown.set(ids);
        ids = grown;
      }
      const id = BigInt(text.slice(start, i));
      if (id > MAX) throw new SyntaxError('not a list of ids');
      ids[length++] = id;
      start = -1;
    }
    if (char !== CLOSE && i > open && char !== QUOTE && char !== 0x2c && char > 0x20) {
      throw new SyntaxError('not a list of ids');
    }
  }
  return ids.slice(0, length);
}
