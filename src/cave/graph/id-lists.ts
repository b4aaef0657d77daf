/**
 * Reads `{"<id>":[<id>,…],…}` directly into packed arrays. The list of a neuron of 850,000 supervoxels is 17 MB of
 * JSON. One string per id would not fit into an Apps Script heap of 50 MB; 8 bytes per id do.
 */
import { type Id, toId } from '../../core/ids';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const ZERO = 0x30;
const NINE = 0x39;

/** Throws a SyntaxError or a RangeError if the text is anything else or repeats a key. */
export function readIdLists(text: string): Map<Id, BigUint64Array> {
  return new IdListReader(text).lists();
}

/**
 * True if all ids are of one layer and no id repeats: within each list if `shared` (lists may share ids), else over all
 * lists.
 */
export function areDistinct(lists: readonly BigUint64Array[], layer: number, shared: boolean): boolean {
  if (shared) return lists.every((list) => areDistinct([list], layer, false));
  const all = new BigUint64Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  all.sort();
  // The layer is the highest byte, so the first and the last id in sorted order have the lowest and the highest layer.
  const bytes = new Uint8Array(all.buffer);
  if (all.length > 0 && (bytes[7] !== layer || bytes[bytes.length - 1] !== layer)) return false;
  // Compares words, because reading an id as a BigInt allocates memory.
  const words = new Uint32Array(all.buffer);
  for (let k = 2; k < words.length; k += 2) {
    if (words[k] === words[k - 2] && words[k + 1] === words[k - 1]) return false;
  }
  return true;
}

function behindSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}

class IdListReader {
  private at = 0;

  constructor(private readonly text: string) {}

  lists(): Map<Id, BigUint64Array> {
    const lists = new Map<Id, BigUint64Array>();
    this.expect('{');
    if (!this.accept('}')) {
      do {
        const id = this.key();
        this.expect(':');
        if (lists.has(id)) throw new SyntaxError('one id has two lists');
        lists.set(id, this.ids());
      } while (this.accept(','));
      this.expect('}');
    }
    this.skipSpace();
    if (this.at < this.text.length) throw new SyntaxError('text behind the lists');
    return lists;
  }

  private skipSpace(): void {
    this.at = behindSpace(this.text, this.at);
  }

  private accept(char: string): boolean {
    this.skipSpace();
    const found = this.text[this.at] === char;
    if (found) this.at++;
    return found;
  }

  private expect(char: string): void {
    if (!this.accept(char)) throw new SyntaxError('cut or damaged lists of ids');
  }

  private key(): Id {
    this.expect('"');
    const end = this.text.indexOf('"', this.at);
    if (end < 0) throw new SyntaxError('cut reply');
    const id = toId(this.text.slice(this.at, end));
    this.at = end + 1;
    return id;
  }

  /** Reads one list; ids may be bare or in quotes. */
  private ids(): BigUint64Array {
    const { text } = this;
    this.skipSpace();
    if (text.charCodeAt(this.at) !== OPEN) throw new SyntaxError('not a list');
    const close = text.indexOf(']', this.at);
    if (close < 0) throw new SyntaxError('cut reply');
    // Two 32-bit words per id, the low word first: one BigInt per id takes three times as long.
    let words = new Uint32Array(2 * Math.min(1024, Math.ceil((close - this.at) / 2)));
    let length = 0;
    this.at++;
    this.skipSpace();
    let { at } = this;
    while (text.charCodeAt(at) !== CLOSE) {
      if (length > 0 && text.charCodeAt(at++) !== COMMA) throw new SyntaxError('not a list of ids');
      at = behindSpace(text, at);
      const isQuoted = text.charCodeAt(at) === QUOTE;
      if (isQuoted) at++;
      const start = at;
      while (text.charCodeAt(at) >= ZERO && text.charCodeAt(at) <= NINE) at++;
      const digits = at - start;
      if (digits === 0 || digits > 20 || (digits > 1 && text.charCodeAt(start) === ZERO)) {
        throw new SyntaxError('not a list of ids');
      }
      // The id is head × 10⁹ + tail: a double holds each of the two parts exactly.
      let head = 0;
      let tail = 0;
      let k = start;
      for (; k < at - 9; k++) head = head * 10 + text.charCodeAt(k) - ZERO;
      for (; k < at; k++) tail = tail * 10 + text.charCodeAt(k) - ZERO;
      // Divides by powers of two without %, which calls into C++ for doubles.
      const headHigh = Math.floor(head / 2 ** 18);
      const upper = headHigh * 1e9;
      const upperHigh = Math.floor(upper / 2 ** 14);
      const lower = (upper - upperHigh * 2 ** 14) * 2 ** 18 + (head - headHigh * 2 ** 18) * 1e9 + tail;
      const carry = Math.floor(lower / 2 ** 32);
      const high = upperHigh + carry;
      // Without this check the array would silently store a larger number modulo 2^64.
      if (high >= 2 ** 32) throw new SyntaxError('not a list of ids');
      if (isQuoted && text.charCodeAt(at++) !== QUOTE) throw new SyntaxError('not a list of ids');
      if (2 * length === words.length) {
        const larger = new Uint32Array(words.length * 2);
        larger.set(words);
        words = larger;
      }
      words[2 * length] = lower - carry * 2 ** 32;
      words[2 * length + 1] = high;
      length++;
      at = behindSpace(text, at);
    }
    this.at = at + 1;
    return new BigUint64Array(words.slice(0, 2 * length).buffer);
  }
}
