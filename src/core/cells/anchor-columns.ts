/**
 * Which columns of a table say where in space a row's segment is meant: a supervoxel, or a point in voxels or nm. The
 * names are those of CAVE's tables and of people's sheets.
 */
import { cellText, TtError } from '../errors';
import { compareIds, LAYER_2 } from '../ids';
import { isBlankCell, settlePoints } from '../points';
import type { Cell } from '../table';
import { isErrorValue, isNotThere, passedError } from './foreign';
import { cellError, readCell } from './id-cell';

export interface AnchorColumns {
  kind: 'supervoxel' | 'point';
  /** As it stands there, for people. */
  header: string;
  /** From 0: one, or those of x, y and z. */
  columns: number[];
  /** A point in nanometres; else in voxels of the viewer. */
  nm: boolean;
}

interface Named {
  prefix: string;
  nm: boolean;
}

const SUPERVOXEL = /^(?:(.*)_)?(?:supervoxel(?:_?ids?)?|svids?|sv(?:_id)?)$/;
const POINT = /^(?:(.*)_)?(?:position|point|xyz|coords?|coordinates?|location)$/;
const AXIS = /^(?:(.*)_)?([xyz])$/;
/** In place of a column that another one equals. */
const TWICE = -1;
/** In this order; then a prefix of the key's own, then any other name of a data set, such as `flywire`. */
const PREFIXES = ['anchor', '', 'pt'];
/** Points of something else than the segment of the row. */
const OTHERS =
  /^(?:pre|post|ctr|center|soma|nucleus|synapse|swamp|target|partner|other|comparison|start|end|tag|from|to)(?:_|$)/;

/** Lower case, one underscore between words, the unit apart; null where the unit is neither voxels nor nm. */
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

/** What stands before `root_id`, `segment_id` or `id` in the header of the ids: `pre_pt` of `pre_pt_root_id`. */
const keyPrefix = (key: string): string =>
  (normal(key)?.name ?? '').replace(/_?(?:root|segment|seg|current|cell|neuron)?_?ids?(?:_.*)?$/, '');

/** The one that counts, or null; `key` is the header of the column of ids. Our own `point` is an answer, no anchor. */
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
      // Of two equal headers neither is taken.
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

/** Smaller counts first; null where the column belongs to something else than these ids. */
function rankOf(prefix: string, own: string): number | null {
  if (own !== '' && own !== 'pt') return prefix === own ? 0 : prefix === 'anchor' ? 1 : null;
  const known = PREFIXES.indexOf(prefix);
  if (known >= 0) return known;
  return OTHERS.test(prefix) ? null : PREFIXES.length;
}

/**
 * What a row says, as one cell: the supervoxel's, or a point as `@x,y,z` with `nm` where it is in nm; '' for none, which
 * words such as "unknown" mean too. An anchor that was meant and cannot be read is `#TT` and why: without it another
 * piece might be taken.
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

/** "unknown", "NA", "?": no digits, and no error. */
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
