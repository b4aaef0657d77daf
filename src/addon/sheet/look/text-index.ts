/** Lists over 100,000 rows in little memory: whole numbers, and different texts by number. */
import { Texts } from './cells';

/** A growing list of whole numbers of 32 bits; where none was set it holds `blank`. */
export class Ints {
  length = 0;
  private values: Int32Array;

  constructor(private readonly blank = 0) {
    this.values = new Int32Array(64).fill(blank);
  }

  at(i: number): number {
    return i >= 0 && i < this.length ? this.values[i]! : this.blank;
  }

  set(i: number, value: number): void {
    if (i >= this.values.length) {
      const longer = new Int32Array(Math.max(i + 1, 2 * this.values.length)).fill(this.blank);
      longer.set(this.values);
      this.values = longer;
    }
    this.values[i] = value;
    this.length = Math.max(this.length, i + 1);
  }

  push(value: number): void {
    this.set(this.length, value);
  }

  sort(): void {
    this.values.subarray(0, this.length).sort();
  }
}

/** FNV-1a over UTF-16 units, with the last mix of Murmur3. */
function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** Numbers the different texts of a list that is kept elsewhere: `textAt` reads the text at a place of it. */
export class DistinctTexts {
  private readonly places = new Ints();
  private readonly hashes = new Ints();
  /** By hash: the number of a text, from 1; 0 for none. */
  private slots = new Int32Array(256);

  constructor(private readonly textAt: (place: number) => string) {}

  get size(): number {
    return this.places.length;
  }

  /** Where a text was met first. */
  placeOf(number: number): number {
    return this.places.at(number);
  }

  textOf(number: number): string {
    return this.textAt(this.places.at(number));
  }

  /** The number of a text, from 0; -1 if it was not added. */
  numberOf(text: string): number {
    return this.slots[this.slotOf(text, textHash(text))]! - 1;
  }

  /** Adds the text at a place, unless it is known. Returns its number. */
  add(place: number): number {
    const text = this.textAt(place);
    const hash = textHash(text);
    const slot = this.slotOf(text, hash);
    if (this.slots[slot]! > 0) return this.slots[slot]! - 1;
    this.places.push(place);
    this.hashes.push(hash);
    this.slots[slot] = this.size;
    if (2 * this.size > this.slots.length) this.grow();
    return this.size - 1;
  }

  private slotOf(text: string, hash: number): number {
    const last = this.slots.length - 1;
    for (let slot = hash & last; ; slot = (slot + 1) & last) {
      const number = this.slots[slot]! - 1;
      if (number < 0 || (this.hashes.at(number) === hash && this.textOf(number) === text)) return slot;
    }
  }

  private grow(): void {
    this.slots = new Int32Array(2 * this.slots.length);
    const last = this.slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = this.hashes.at(number) & last;
      while (this.slots[slot]! > 0) slot = (slot + 1) & last;
      this.slots[slot] = number + 1;
    }
  }
}

/** A set of texts, packed, each with its number from 0 in the order of adding. */
export class TextSet {
  private readonly texts = new Texts();
  private readonly index = new DistinctTexts((place) => this.texts.at(place));

  add(text: string): number {
    const number = this.numberOf(text);
    if (number >= 0) return number;
    this.texts.push(text);
    return this.index.add(this.texts.length - 1);
  }

  at(number: number): string {
    return this.texts.at(number);
  }

  /** -1 for a text that is not in the set. */
  numberOf(text: string): number {
    return this.index.numberOf(text);
  }
}
