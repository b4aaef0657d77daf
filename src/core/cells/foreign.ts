/**
 * Recognizes values that a spreadsheet puts into a cell in place of what the user typed: dates, truth values, errors.
 */
import { CODES, type Code } from '../codes';
import { TtError } from '../errors';

/** "Not available" in the languages that write the error without a punctuation mark at its end. */
const ABSENT = 'N/A|NV|N/D|N/B|ND|I/T|Н/Д|YOK|HIÁNYZIK';
const LOADING =
  'Loading|Wird geladen|Chargement|Cargando|Carregando|Caricamento|Bezig met laden|Ładowanie|Загрузка|Yükleniyor|正在加载|読み込み中';
/**
 * Error values of Sheets, also in other languages (`#NV`, `#¡VALOR!`), and the text of a formula that is still loading.
 */
const ERROR_VALUE = new RegExp(
  `^(?:#(?:${ABSENT}|GETTING_DATA|[¡¿]?\\p{Lu}[\\p{Lu}0-9/._]*[!?])|(?:${LOADING}) ?(?:\\.{3}|…))$`,
  'u',
);
/** The error value that look-up functions give for "not found". */
const NOT_THERE = new RegExp(`^#(?:${ABSENT}|SAKNAS!|PUUTTUU!)$`, 'iu');

export const isErrorValue = (cell: unknown): boolean =>
  cell instanceof Error || (typeof cell === 'string' && ERROR_VALUE.test(cell.trim()));

export const isNotThere = (cell: unknown): boolean => typeof cell === 'string' && NOT_THERE.test(cell.trim());

/** The error of a cell that holds another formula's `#TT …` text, or null. It is passed on unchanged. */
export function passedError(cell: unknown): TtError | null {
  const found = typeof cell === 'string' ? /^\s*'?(#TT ([A-Z]+)(?::\s*([\s\S]*))?[\s\S]*)$/.exec(cell) : null;
  if (!found) return null;
  const [, originalText = '', word = '', message = ''] = found;
  const code: Code = Object.hasOwn(CODES, word) ? (word as Code) : 'FAULT';
  return new TtError(code, message, { shown: originalText });
}

/**
 * The reason, as a sentence, why the user cannot have typed a cell's value; '' if the user can have. `what` names the
 * value that was expected.
 */
export function reasonNotTyped(cell: unknown, what: string): string {
  if (cell instanceof Date) {
    return `the sheet made a date of a cell: format it as plain text and write the ${what} again`;
  }
  if (isErrorValue(cell)) return `a cell holds the error ${shownCell(cell)}: mend its formula first`;
  return '';
}

/**
 * A cell's content for a message, cut to 40 characters. A date is never shown: its day depends on the sheet's time
 * zone.
 */
export function shownCell(cell: unknown): string {
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  if (cell instanceof Date) return 'a date';
  return String(cell ?? '')
    .trim()
    .slice(0, 40);
}

/** Invisible characters: joiners, soft hyphens, direction marks and byte order marks. */
const INVISIBLE = '\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff';
const WITHIN = new RegExp(`[${INVISIBLE}]+`, 'g');
/** Spaces of every width and invisible characters around a text. */
const AROUND = new RegExp(`^[\\s${INVISIBLE}]+|[\\s${INVISIBLE}]+$`, 'g');

/**
 * A text with plain keyboard signs: no invisible characters, ７ as 7, ， as a comma. Use it to read ids, numbers and
 * times; labels keep their text.
 */
export const plainSigns = (text: string): string =>
  trimmedText(
    text
      .replace(WITHIN, '')
      .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
      .replace(/\u3001/g, ','),
  );

/** The text without the invisible characters around it. */
export const trimmedText = (text: string): string => text.replace(AROUND, '');
