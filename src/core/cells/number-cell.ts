/**
 * Reads numbers by the sheet's locale: a comma may be a decimal mark or a thousands separator, and an ambiguous one is
 * refused.
 */
import { readNumber, type UnreadableNumbers } from '../number-text';
import { plainSigns, reasonNotTyped, shownCell } from './foreign';
import { decimalMark, type Region } from './region';

/** Such as 1,500: it can mean one and a half or fifteen hundred. */
const ONE_GROUP = /^[+-]?[0-9]{1,3}[,.][0-9]{3}$/;

export const TWO_WAYS = 'can be read in two ways: leave the thousands separators out';

/**
 * The number in a cell, or the reason, as the end of a sentence, why there is none. Percent signs and units are not
 * accepted.
 */
export function readNumberCell(cell: unknown, region: Region): number | UnreadableNumbers {
  if (typeof cell === 'number' && Number.isFinite(cell)) return cell;
  const own = reasonNotTyped(cell, 'number');
  if (own !== '') return { reason: own };
  const none: UnreadableNumbers = { reason: `a number, not "${shownCell(cell)}"` };
  if (typeof cell !== 'string') return none;
  const text = plainSigns(cell).replace(/\u2212/g, '-');
  const mark = decimalMark(region);
  if (ONE_GROUP.test(text) && text.includes(mark === ',' ? '.' : ',') && mark !== '.') {
    return { reason: `"${shownCell(text)}" ${TWO_WAYS}` };
  }
  const read = mark === ',' ? pointNotation(text) : text;
  if (typeof read !== 'string') return read;
  return readNumber(read) ?? none;
}

/**
 * Without a locale: the first number of a text, such as 1,500, whose comma is ambiguous; else ''. In a text without
 * spaces, commas are separators.
 */
export function unclearNumber(text: string): string {
  const parts = plainSigns(text)
    .replace(/[[\](){}]|\b[xyz]\s*[:=]/gi, ' ')
    .split(/[\s;]+/)
    .map((part) => part.replace(/^,|,$/g, ''))
    .filter((part) => part !== '');
  return (parts.length > 1 && parts.find((part) => part.includes(',') && ONE_GROUP.test(part))) || '';
}

const TOKEN = /[0-9][0-9.,'’]*[0-9]|[0-9]/g;
const COMMA_DECIMAL = /^(?:[0-9]{1,3}(?:[.'’][0-9]{3})+|[0-9]+),[0-9]+$/;
/** A number with points as thousands separators, with or without decimals. */
const WHOLE_GROUPS = /^[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?$/;
const DOT_THOUSANDS = /^[0-9]{1,3}(?:\.[0-9]{3})+$/;

/**
 * Converts numbers with decimal commas to decimal points: "1,5; 2,5; 3" becomes "1.5; 2.5; 3". The whole text must use
 * one notation. A text that fits both is refused.
 */
export function pointNotation(cellText: string): string | UnreadableNumbers {
  const text = plainSigns(cellText);
  const tokens = text.match(TOKEN) ?? [];
  const odd = tokens.find((token) => /\..*\./.test(token) && !WHOLE_GROUPS.test(token));
  if (odd !== undefined) return { reason: `holds ${odd.slice(0, 40)}, which is no number` };
  const commas = tokens.some((token) => COMMA_DECIMAL.test(token) || /\..*\./.test(token));
  const points = tokens.some((token) =>
    /[.,].*,|,.*\./.test(token) && !COMMA_DECIMAL.test(token) ? true : isPointDecimal(token),
  );
  const unclear = tokens.find((token) => DOT_THOUSANDS.test(token));
  if (commas && points) return { reason: 'mixes decimal commas and decimal points' };
  if (!commas && !points && unclear !== undefined) {
    return { reason: `can be read in two ways: write ${unclear} without a point, or with a decimal comma` };
  }
  if (!commas) return text;
  return text.replace(TOKEN, (token) => token.replace(/[.'’]/g, '').replace(',', '.'));
}

const isPointDecimal = (token: string): boolean =>
  /^[0-9]+\.[0-9]+$/.test(token) && !DOT_THOUSANDS.test(token);
