/**
 * Edits from a table of before → after: root ids that became others. Each connected group of ids is one family.
 *
 * Every root is a run of consecutive atoms of its group: pieces that no edit separates. The order follows the future: a
 * root that was split lists the atoms of its first part, then of the next; the atoms of a merged root are distributed
 * to its parts in that order. So each edit joins neighbours or cuts between neighbours.
 */

export interface LineageEdit {
  /** Line of the file, from 1. */
  line: number;
  before: string[];
  after: string[];
  /** In ms; null if the table states none. */
  time: number | null;
}

export interface Lineage {
  /** In order of time. */
  edits: LineageEdit[];
  /** The atoms of each root, as indices into the group's order. */
  atoms: Map<string, number[]>;
  /** Roots that no edit created. */
  originals: string[];
  /** Number of atoms. */
  size: number;
}

const isId = (text: string) => /^[1-9][0-9]{0,19}$/.test(text);

/**
 * Reads a table with the columns `before` and `after` (ids separated by commas or blanks) and optionally `time` (ISO,
 * UTC).
 */
export function parseLineages(name: string, tsv: string): LineageEdit[] {
  const lines = tsv
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((text, i) => ({ text, line: i + 1 }))
    .filter(({ text }) => text.trim() !== '');
  const header = (lines[0]?.text ?? '').split('\t').map((title) => title.trim());
  const at = (title: string) => header.indexOf(title);
  if (at('before') < 0 || at('after') < 0) {
    throw new Error(`${name}: no columns before and after in its first line`);
  }
  return lines.slice(1).map(({ text, line }) => {
    const cells = text.split('\t');
    const ids = (title: string): string[] => {
      const list = (cells[at(title)] ?? '').split(/[\s,;]+/).filter((id) => id !== '');
      const wrong = list.find((id) => !isId(id));
      if (wrong !== undefined) throw new Error(`${name}, line ${line}: "${wrong}" is not a root id`);
      if (list.length === 0) throw new Error(`${name}, line ${line}: no id in the column ${title}`);
      if (new Set(list).size < list.length) throw new Error(`${name}, line ${line}: an id stands twice`);
      return list;
    };
    const timeText = at('time') < 0 ? '' : (cells[at('time')] ?? '').trim();
    const time =
      timeText === '' ? null : Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(timeText) ? timeText : `${timeText}Z`);
    if (time !== null && Number.isNaN(time)) {
      throw new Error(`${name}, line ${line}: "${timeText}" is not a time such as 2026-01-02T09:40`);
    }
    return { line, before: ids('before'), after: ids('after'), time };
  });
}

/** Each connected group of ids. Throws, with the line, for edits that cannot have happened in this order. */
export function lineagesOf(name: string, edits: readonly LineageEdit[]): Lineage[] {
  checkOrder(name, edits);
  const group = new Map<string, string>();
  const find = (id: string): string => {
    const up = group.get(id) ?? id;
    return up === id ? id : find(up);
  };
  for (const edit of edits) {
    const [first, ...rest] = [...edit.before, ...edit.after];
    for (const id of rest) group.set(find(id), find(first!));
  }
  const byGroup = new Map<string, LineageEdit[]>();
  for (const edit of edits) {
    const key = find(edit.before[0]!);
    byGroup.set(key, [...(byGroup.get(key) ?? []), edit]);
  }
  return [...byGroup.values()].map(arrange);
}

function checkOrder(name: string, edits: readonly LineageEdit[]): void {
  const result = new Map<string, number>();
  const retiredAt = new Map<string, number>();
  let last = Number.NEGATIVE_INFINITY;
  for (const { line, before, after, time } of edits) {
    const fail = (words: string): never => {
      throw new Error(`${name}, line ${line}: ${words}`);
    };
    for (const id of before) {
      if (retiredAt.has(id)) fail(`${id} was replaced in line ${retiredAt.get(id)} already`);
      retiredAt.set(id, line);
    }
    for (const id of after) {
      if (result.has(id)) fail(`${id} came of the edit in line ${result.get(id)} already`);
      if (retiredAt.has(id)) fail(`${id} is used before it is made, in line ${retiredAt.get(id)}`);
      result.set(id, line);
    }
    if (time !== null && time < last) fail('its time is before that of an earlier line');
    last = time ?? last;
  }
}

/** The atoms of a group: each current root has at least one. */
function arrange(edits: LineageEdit[]): Lineage {
  const replacedBy = new Map(edits.flatMap((edit) => edit.before.map((id) => [id, edit] as const)));
  const madeBy = new Map(edits.flatMap((edit) => edit.after.map((id) => [id, edit] as const)));
  const all = [...new Set(edits.flatMap(({ before, after }) => [...before, ...after]))];
  /** Numbers of atoms of current roots. An edit with more parts than its results have atoms needs more. */
  const counts = new Map(all.filter((id) => !replacedBy.has(id)).map((id) => [id, 1]));
  const shares = new Map<string, number>();
  const countOf = (id: string): number => {
    const own = counts.get(id);
    if (own !== undefined) return own;
    const edit = replacedBy.get(id)!;
    const total = edit.after.reduce((sum, each) => sum + countOf(each), 0);
    const missing = edit.before.length - total;
    if (missing > 0) {
      grow(edit.after[0]!, missing);
      return countOf(id);
    }
    const place = edit.before.indexOf(id);
    const base = Math.floor(total / edit.before.length);
    // The first part is the largest: it has the atoms that the others do not need.
    const count = place === 0 ? total - base * (edit.before.length - 1) : base;
    shares.set(id, count);
    return count;
  };
  const grow = (id: string, by: number): void => {
    const edit = replacedBy.get(id);
    if (edit) grow(edit.after[0]!, by);
    else counts.set(id, counts.get(id)! + by);
  };
  // The growth of a root changes its predecessors: repeat until nothing grows.
  for (let sum = -1; ; ) {
    const total = all.reduce((n, id) => n + countOf(id), 0);
    if (total === sum) break;
    sum = total;
  }
  return place(edits, all, countOf, madeBy, replacedBy);
}

function place(
  edits: LineageEdit[],
  all: string[],
  countOf: (id: string) => number,
  madeBy: Map<string, LineageEdit>,
  replacedBy: Map<string, LineageEdit>,
): Lineage {
  const atoms = new Map<string, number[]>();
  let size = 0;
  const fresh = (count: number) => Array.from({ length: count }, () => size++);
  // Current roots get new atoms; earlier roots get the atoms of the roots that they became, distributed in order.
  const fill = (id: string): number[] => {
    const ownAtoms = atoms.get(id);
    if (ownAtoms) return ownAtoms;
    const edit = replacedBy.get(id);
    if (!edit) {
      const own = fresh(countOf(id));
      atoms.set(id, own);
      return own;
    }
    const whole = edit.after.flatMap(fill);
    let from = 0;
    for (const each of edit.before) {
      const count = countOf(each);
      atoms.set(each, whole.slice(from, from + count));
      from += count;
    }
    return atoms.get(id)!;
  };
  for (const id of all) fill(id);
  return { edits, atoms, originals: all.filter((id) => !madeBy.has(id)), size };
}
