/**
 * Reads the cells of an id column as people write them: with quotes, brackets or comments, several ids in a cell, or
 * words for "none". If a cell holds other text too, its id is read only if there is no doubt which id is meant.
 */
import { notAnIdError, roundedIdError, TtError } from '../errors';
import { compareIds, type Id, parseId } from '../ids';
import {
  isErrorValue,
  isNotThere,
  passedError,
  plainSigns,
  reasonNotTyped,
  shownCell,
  trimmedText,
} from './foreign';

/** The content of one cell of an id column. `shown` is its text, cut to 40 characters. */
export type IdCell =
  | { kind: 'blank' }
  /** The cell holds a word for "no id". */
  | { kind: 'none'; shown: string }
  | { kind: 'id'; id: Id }
  | { kind: 'several'; ids: Id[]; shown: string }
  | { kind: 'rounded'; shown: string }
  /** `reason` replaces the general message "not a segment id". */
  | { kind: 'bad'; shown: string; reason?: string }
  /** The error of another formula. */
  | { kind: 'passed'; shown: string; error: TtError };

const NONE = /^["'([{<]*(?:0|0[.,]0+|n\/?a|n\.a\.|nan|none|null|nil|[-–—−]+)?["')\]}>]*$/i;
const GROUPS = /^[0-9]{1,3}(?:,[0-9]{3})+$/;
const SEPARATORS = ` ,.'’_٬\\u00a0\\u2007\\u2009\\u202f`;
/** An id in groups of three digits with the same separator throughout. */
const GROUPED_ID = new RegExp(
  `(?<![0-9]|[0-9][${SEPARATORS}])[0-9]{1,3}([${SEPARATORS}])[0-9]{3}(?:\\1[0-9]{3}){4,5}(?![0-9]|\\1[0-9])`,
  'g',
);
/** An id in groups of two and a last group of three (Indian notation), or in groups of four. */
const OTHER_GROUPS =
  /^(?:[0-9]{1,2}(?:,[0-9]{2}){6,8},[0-9]{3}|[0-9]{1,4}([ ,\u00a0\u202f])[0-9]{4}(?:\1[0-9]{4}){3})$/;
/** An id alone, or with the suffix of a program: 7205…L, 7205…n. */
const WHOLE_ID =
  /(?<![\p{L}\p{N}_+−-]|[0-9]\.)([0-9]{17,20})(?:u?l{0,2}|n)(?![\p{L}\p{N}_]|[.,][0-9]{1,16}(?![0-9]))/giu;
/** Digits that may be a second, damaged id: then it is uncertain which id is meant. */
const LONG_DIGITS = /[0-9]{12}|[0-9]e\+?[0-9]{2}/i;

const OPENING = `[\\s"'“”„‘’\`«»<\\[({|*•·→⇒>=「『【〔〈《]|[-–—]>?\\s`;
const NUMBERING = '[0-9]{1,5}\\s*(?:→|[-=]+>|⇒|[:.)\\]])';
const LABEL = '[\\p{L}_][\\p{L}\\p{N}_ .-]{0,40}[:=]|[\\p{L}_][\\p{L}\\p{N}_.]{0,40}\\(';
/** Text in front of the id that says that another id is meant. */
const OTHER_THAN = /^\s*(?:<>|[<>]=|[≤≥≠])|(?:^|[^\p{L}\p{N}])(?:not?|never|wrong|bad|ex)\s*[:=(]/iu;
const BEFORE = new RegExp(`^(?:${OPENING})*(?:${NUMBERING}|${LABEL})?(?:${OPENING})*$`, 'u');
/** Several dots after the id mean that digits are missing. */
const AFTER =
  /^(?!\s*(?:…|\.\.))[\s"'“”‘’`«»>\])}|*?!,;.」』】〕〉》。]*(?:(?:[#([{<|,;:]|\/[/*]|[-–—]+\s*(?=\p{L}))[\s\S]*)?$/u;

const ROUNDED = /^[0-9](?:[.,][0-9]+)?e\+?[0-9]+$/i;
/** A whole number with decimals was a double at some time, so its last digits may be wrong. */
const FLOAT = /^[0-9]{16,20}[.,]0+$/;

export function readCell(value: unknown): IdCell {
  if (value === null || value === undefined || value === '') return { kind: 'blank' };
  if (typeof value === 'number') return readNumber(value);
  if (typeof value === 'string') return readText(value);
  const display = typeof value === 'boolean' ? String(value) : shownCell(value);
  const reason = reasonNotTyped(value, 'id');
  return reason === '' ? { kind: 'bad', shown: display } : { kind: 'bad', shown: display, reason };
}

/** Sheets keeps numbers exact only below 2^53, and every segment id is larger. */
function readNumber(value: number): IdCell {
  const digits = String(value);
  if (value === 0) return { kind: 'none', shown: '0' };
  if (Number.isSafeInteger(value) && value > 0) return { kind: 'id', id: parseId(digits)! };
  return value > Number.MAX_SAFE_INTEGER && Number.isFinite(value)
    ? { kind: 'rounded', shown: digits }
    : { kind: 'bad', shown: digits };
}

function readText(value: string): IdCell {
  const bareText = trimmedText(trimmedText(value).replace(/^'/, ''));
  if (bareText === '') return { kind: 'blank' };
  const error = passedError(bareText);
  const text = plainSigns(bareText);
  const excerpt = text.slice(0, 40);
  if (error) return { kind: 'passed', shown: excerpt, error };
  if (NONE.test(text) || isNotThere(text)) return { kind: 'none', shown: excerpt };
  if (isErrorValue(text)) return { kind: 'bad', shown: excerpt, reason: reasonNotTyped(text, 'id') };
  const isGrouped = GROUPS.test(text) || OTHER_GROUPS.test(text);
  const id = parseId(isGrouped ? text.replace(/[^0-9]/g, '') : text);
  if (id !== null) return { kind: 'id', id };
  if (ROUNDED.test(text) || FLOAT.test(text)) return { kind: 'rounded', shown: excerpt };
  // The expression alone takes time with the square of a long word's length.
  if (text.includes('://') && /[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    return { kind: 'bad', shown: excerpt, reason: `"${excerpt}" is a link, not an id` };
  }
  return readDecorated(text, excerpt);
}

function readDecorated(text: string, excerpt: string): IdCell {
  const plain = text.replace(GROUPED_ID, (group) => group.replace(/[^0-9]/g, ''));
  const found = [...plain.matchAll(WHOLE_ID)];
  const ids = [...new Set(found.flatMap(([, digits]) => parseId(digits!) ?? []))];
  if (ids.length === 0) return smallIds(text, excerpt) ?? { kind: 'bad', shown: excerpt };
  const unclear: IdCell = {
    kind: 'bad',
    shown: excerpt,
    reason: `"${excerpt}" holds an id and other text: write the id alone, or the rest in brackets behind it`,
  };
  if (ids.length < new Set(found.map(([, digits]) => digits)).size) return unclear;
  if (LONG_DIGITS.test(plain.replace(WHOLE_ID, ' '))) return unclear;
  if (ids.length > 1) return { kind: 'several', ids, shown: excerpt };
  const [first] = found;
  const last = found[found.length - 1]!;
  const before = plain.slice(0, first!.index);
  const after = plain.slice(last.index + last[0].length);
  return BEFORE.test(before) && !OTHER_THAN.test(before) && AFTER.test(after)
    ? { kind: 'id', id: ids[0]! }
    : unclear;
}

/** Ids of a mesh source may be small: a cell is read as a list of small ids only if it holds nothing else. */
function smallIds(text: string, excerpt: string): IdCell | null {
  const ids = text.split(/[\s,;]+/).map(parseId);
  const small = ids.every((id) => id !== null && !canBeSegment(id));
  return ids.length > 1 && small ? { kind: 'several', ids: [...new Set(ids as Id[])], shown: excerpt } : null;
}

/** All ids of a cell: none, one or several. */
export const idsInCell = (cell: IdCell): Id[] =>
  cell.kind === 'id' ? [cell.id] : cell.kind === 'several' ? cell.ids : [];

/** Blank, or a word for "no id": nothing to look up, and no error. */
export const isEmptyCell = ({ kind }: IdCell): boolean => kind === 'blank' || kind === 'none';

/** The upper eight bits hold an id's layer, from 1. Counts and coordinates are below 2^56. */
const SMALLEST = '72057594037927936';
export const canBeSegment = (id: Id): boolean => compareIds(id, SMALLEST) >= 0;

/** The reason why a cell of an id column cannot be looked up, or null. `noun` names the ids in the message. */
export function cellError(cell: IdCell, noun = 'segment id'): TtError | null {
  switch (cell.kind) {
    case 'rounded':
      return roundedIdError(cell.shown);
    case 'passed':
      return cell.error;
    case 'several':
      return new TtError(
        'ID',
        `the cell holds ${cell.ids.length} ids: write one in each row, or use TT_LINK or TT_EDITS, which take several`,
      );
    case 'bad':
      return cell.reason ? new TtError('ID', cell.reason) : notAnIdError(cell.shown, noun);
    default:
      return null;
  }
}
