/**
 * Finds the columns of a table that hold each row's anchor: a supervoxel, or a point in voxels or nm. The header names
 * are those of CAVE's tables and of people's sheets.
 */
import { cellText, TtError } from '../errors';
import { compareIds, LAYER_2 } from '../ids';
import { isBlankCell, settlePoints } from '../points';
import type { Cell } from '../table';
import { isErrorValue, isNotThere, passedError } from './foreign';
import { cellError, readCell } from './id-cell';

export interface AnchorColumns {
  kind: 'supervoxel' | 'point';
  /** The header as the sheet shows it, for messages. */
  header: string;
  /** Column indexes from 0: one, or three for x, y and z. */
  columns: number[];
  /** True: the point is in nanometres. False: in voxels of the viewer. */
  nm: boolean;
}

interface Named {
  prefix: string;
  nm: boolean;
}

const SUPERVOXEL = /^(?:(.*)_)?(?:supervoxel(?:_?ids?)?|svids?|sv(?:_id)?)$/;
const POINT = /^(?:(.*)_)?(?:position|point|xyz|coords?|coordinates?|location)$/;
const AXIS = /^(?:(.*)_)?([xyz])$/;
/** Replaces the index of an axis for which two columns have equal headers. */
const TWICE = -1;
/** Prefixes in order of preference. Any other prefix, such as `flywire`, comes last. */
const PREFIXES = ['anchor', '', 'pt'];
/** Prefixes of points that belong to something other than the row's segment. */
const OTHERS =
  /^(?:pre|post|ctr|center|soma|nucleus|synapse|swamp|target|partner|other|comparison|start|end|tag|from|to|centroid|mean|median|average|avg|com|bbox|bb|box|min|max|corner|view|viewer|camera|error|split|merge)(?:_|$)/;

/**
 * The header in lower case with one underscore between words, and its unit. Returns null if the unit is neither voxels
 * nor nm.
 */
function normal(header: string): { name: string; nm: boolean } | null {
  const words = header
    .trim()
    .toLowerCase()
    .replace(/[\s./-]+/g, '_');
  const unit = /^(.*?)(?:_|_?[([]_?)(nm|nanomet(?:er|re)s?|vox(?:els?)?|vx|[uµμ]m|microns?)[)\]]?$/.exec(
    words,
  );
  if (!unit || unit[1] === '') return { name: words, nm: false };
  if (/^(?:[uµμ]m|micron)/.test(unit[2]!)) return null;
  return { name: unit[1]!.replace(/_+$/, ''), nm: unit[2]!.startsWith('n') };
}

/** The part of the id column's header before `root_id`, `segment_id` or `id`: `pre_pt` for `pre_pt_root_id`. */
const keyPrefix = (key: string): string =>
  (normal(key)?.name ?? '').replace(/_?(?:root|segment|seg|current|cell|neuron)?_?ids?(?:_.*)?$/, '');

/**
 * The best anchor column, or null. `key` is the header of the id column. A column named `point` is ignored: our own
 * formulas write it.
 */
export function anchorColumns(headers: readonly string[], key = ''): AnchorColumns | null {
  const own = keyPrefix(key);
  const found: { rank: number; anchor: AnchorColumns }[] = [];
  const offer = (kind: AnchorColumns['kind'], { prefix, nm }: Named, header: string, columns: number[]) => {
    const rank = rankOf(prefix, own);
    if (rank === null) return;
    const points = kind === 'point' ? 100 : 0;
    found.push({
      rank: rank + points + (columns.length > 1 ? 50 : 0),
      anchor: { kind, header, columns, nm },
    });
  };
  const axes = new Map<string, { nm: boolean; at: number[]; header: string }>();
  headers.forEach((header, i) => {
    const read = header.trim() === 'point' || header.trim() === key.trim() ? null : normal(header);
    if (read === null) return;
    const { name, nm } = read;
    const supervoxel = SUPERVOXEL.exec(name);
    const point = POINT.exec(name);
    const axis = AXIS.exec(name);
    if (supervoxel) offer('supervoxel', { prefix: supervoxel[1] ?? '', nm: false }, header, [i]);
    else if (point) offer('point', { prefix: point[1] ?? '', nm }, header, [i]);
    else if (axis) {
      const prefix = axis[1] ?? '';
      const entry = axes.get(`${prefix} ${nm}`) ?? { nm, at: [], header };
      const k = 'xyz'.indexOf(axis[2]!);
      // If two headers are equal, neither column is used.
      entry.at[k] = entry.at[k] === undefined ? i : TWICE;
      axes.set(`${prefix} ${nm}`, entry);
    }
  });
  for (const [name, { nm, at }] of axes) {
    if (at.filter((column) => column !== undefined && column !== TWICE).length < 3) continue;
    const prefix = name.split(' ')[0]!.replace(/_?(?:position|point|coords?|coordinates?|location)$/, '');
    offer('point', { prefix, nm }, at.map((column) => headers[column]!.trim()).join(', '), at);
  }
  const plain = ({ header }: AnchorColumns) => normal(header)?.name;
  const alone = found.filter(
    ({ anchor }) => found.filter((other) => plain(other.anchor) === plain(anchor)).length === 1,
  );
  alone.sort((a, b) => a.rank - b.rank);
  return alone[0]?.anchor ?? null;
}

/** The smallest rank wins; null if the column belongs to something other than these ids. */
function rankOf(prefix: string, own: string): number | null {
  if (own !== '' && own !== 'pt') return prefix === own ? 0 : prefix === 'anchor' ? 1 : null;
  const preference = PREFIXES.indexOf(prefix);
  if (preference >= 0) return preference;
  return OTHERS.test(prefix) ? null : PREFIXES.length;
}

/**
 * The anchor of a row as one cell: the supervoxel, or a point as `@x,y,z`, followed by `nm` if it is in nm. Returns ''
 * if the row has no anchor or a word such as "unknown". An anchor that cannot be read gives a `#TT` error: a run
 * without it could choose another piece.
 */
export function anchorCell(anchor: AnchorColumns | null, row: readonly Cell[]): Cell {
  if (anchor === null) return '';
  const cells = anchor.columns.map((column) => row[column] ?? '');
  if (cells.every((cell) => isBlankCell(cell) || isWord(cell))) return '';
  if (anchor.kind === 'supervoxel') {
    const why = supervoxelProblem(cells[0]!);
    return why === null ? cells[0]! : cellText(why);
  }
  const [point] = settlePoints([cells], 'anchor');
  if (Array.isArray(point)) return `@${point.join(',')}${anchor.nm ? 'nm' : ''}`;
  return cellText(point ?? new TtError('INPUT', 'anchor: it is blank'));
}

/** A word without digits that is not an error: "unknown", "NA", "?". */
const isWord = (cell: Cell): boolean =>
  typeof cell === 'string' &&
  !/[0-9]/.test(cell) &&
  (!isErrorValue(cell) || isNotThere(cell)) &&
  !passedError(cell);

function supervoxelProblem(cell: Cell): TtError | null {
  const read = readCell(cell);
  const error = cellError(read, 'supervoxel id');
  if (error) return error.shown ? error : new TtError(error.code, `anchor: ${error.message}`);
  const isNode = read.kind === 'id' && compareIds(read.id, LAYER_2) >= 0;
  return isNode ? new TtError('ID', `anchor: ${read.id} is no supervoxel`) : null;
}
