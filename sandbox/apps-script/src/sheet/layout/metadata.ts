/**
 * Developer metadata of the file: on the file, a tab, a whole row or a whole column. It follows its line through
 * insertion, deletion and moving, and is deleted with it.
 */

import { type Axis, type LineChange, lineAfter } from './line-change';

export type MetadataPlace =
  | { kind: 'spreadsheet' }
  | { kind: 'sheet'; tab: number }
  | { kind: 'row' | 'column'; tab: number; line: number };

export interface MetadataEntry {
  readonly id: number;
  key: string;
  value: string | null;
  visibility: 'DOCUMENT' | 'PROJECT';
  place: MetadataPlace;
}

/** Limit of the characters of keys and values: for the file, and for each tab with its rows and columns. */
const MOST_CHARACTERS = 30_000;
const FIRST_ID = 1_000_000_007;

const AXES: Record<'row' | 'column', Axis> = { row: 'rows', column: 'columns' };

export class Metadata {
  private items: MetadataEntry[] = [];
  private count = 0;

  all(): readonly MetadataEntry[] {
    return this.items;
  }

  add(entry: Omit<MetadataEntry, 'id'>): MetadataEntry {
    this.checkSize(entry.place, entry.key.length + (entry.value?.length ?? 0));
    // Ids are in no order, so that nobody relies on one.
    const id = (FIRST_ID + this.count * 48_271) % 2_147_483_647;
    this.count++;
    const entryWithId = { ...entry, id };
    this.items.push(entryWithId);
    return entryWithId;
  }

  /** Sets fields of an entry. Throws if it was deleted meanwhile, or if the new text is too long. */
  change(entry: MetadataEntry, fields: Partial<Omit<MetadataEntry, 'id'>>): void {
    if (!this.items.includes(entry)) throw new Error('The developer metadata no longer exists.');
    const next = { ...entry, ...fields };
    const own = sameScope(next.place, entry.place) ? sizeOf(entry) : 0;
    this.checkSize(next.place, sizeOf(next) - own);
    Object.assign(entry, fields);
  }

  remove(entry: MetadataEntry): void {
    this.items = this.items.filter((other) => other !== entry);
  }

  follow(tab: number, change: LineChange): void {
    this.items = this.items.filter((entry) => {
      const { place } = entry;
      if (place.kind === 'spreadsheet' || place.kind === 'sheet') return true;
      if (place.tab !== tab || AXES[place.kind] !== change.axis) return true;
      const line = lineAfter(place.line, change);
      if (line !== null) entry.place = { ...place, line };
      return line !== null;
    });
  }

  /**
   * After a sort: `to` gives the new row of each row. Only if the switch says so: the documentation says nothing about
   * sorting.
   */
  permuteRows(tab: number, to: ReadonlyMap<number, number>): void {
    for (const entry of this.items) {
      const { place } = entry;
      if (place.kind !== 'row' || place.tab !== tab) continue;
      entry.place = { ...place, line: to.get(place.line) ?? place.line };
    }
  }

  /** Copies the entries of a tab to its duplicate, with new ids. */
  copyTab(from: number, to: number): void {
    for (const { key, value, visibility, place } of [...this.items]) {
      if (place.kind === 'spreadsheet' || place.tab !== from) continue;
      this.add({ key, value, visibility, place: { ...place, tab: to } });
    }
  }

  removeTab(tab: number): void {
    this.items = this.items.filter(({ place }) => place.kind === 'spreadsheet' || place.tab !== tab);
  }

  private checkSize(place: MetadataPlace, more: number): void {
    const usedCharacters = this.items
      .filter((entry) => sameScope(entry.place, place))
      .reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (usedCharacters + more <= MOST_CHARACTERS) return;
    throw new Error(`The developer metadata would exceed the limit of ${MOST_CHARACTERS} characters.`);
  }
}

function sizeOf(entry: Pick<MetadataEntry, 'key' | 'value'>): number {
  return entry.key.length + (entry.value?.length ?? 0);
}

function sameScope(a: MetadataPlace, b: MetadataPlace): boolean {
  const tabOf = (place: MetadataPlace) => (place.kind === 'spreadsheet' ? null : place.tab);
  return tabOf(a) === tabOf(b);
}
