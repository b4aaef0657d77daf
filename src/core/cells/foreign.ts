/** What a spreadsheet puts into a cell in place of what a person meant: dates, truth values, errors. */
import { CODES, type Code } from '../codes';
import { TtError } from '../errors';

/** "Not there" in the languages that write it without a mark at its end. */
const ABSENT = 'N/A|NV|N/D|N/B|ND|I/T|Н/Д|YOK|HIÁNYZIK';
const LOADING =
  'Loading|Wird geladen|Chargement|Cargando|Carregando|Caricamento|Bezig met laden|Ładowanie|Загрузка|Yükleniyor|正在加载|読み込み中';
/** Errors of Sheets, also in the words of other languages (`#NV`, `#¡VALOR!`), and a formula that is not done. */
const ERROR_VALUE = new RegExp(
  `^(?:#(?:${ABSENT}|GETTING_DATA|[¡¿]?\\p{Lu}[\\p{Lu}0-9/._]*[!?])|(?:${LOADING}) ?(?:\\.{3}|…))$`,
  'u',
);
/** The error that look-ups give for "not there". */
const NOT_THERE = new RegExp(`^#(?:${ABSENT}|SAKNAS!|PUUTTUU!)$`, 'iu');

export const isErrorValue = (cell: unknown): boolean =>
  cell instanceof Error || (typeof cell === 'string' && ERROR_VALUE.test(cell.trim()));

export const isNotThere = (cell: unknown): boolean => typeof cell === 'string' && NOT_THERE.test(cell.trim());

/** `#TT …` in a cell, which another formula gave: it passes through this one as it stands. */
export function passedError(cell: unknown): TtError | null {
  const found = typeof cell === 'string' ? /^\s*'?(#TT ([A-Z]+)(?::\s*([\s\S]*))?[\s\S]*)$/.exec(cell) : null;
  if (!found) return null;
  const [, shown = '', word = '', message = ''] = found;
  const code: Code = Object.hasOwn(CODES, word) ? (word as Code) : 'FAULT';
  return new TtError(code, message, { shown });
}

/** Why a cell holds nothing that somebody typed, as a sentence; '' where it does. `what` is what was meant. */
export function sheetsOwnValue(cell: unknown, what: string): string {
  if (cell instanceof Date) {
    return `the sheet made a date of a cell: format it as plain text and write the ${what} again`;
  }
  if (isErrorValue(cell)) return `a cell holds the error ${shownCell(cell)}: mend its formula first`;
  return '';
}

/** A cell's content for a message, cut to 40 characters. Never a date: which day it shows is the sheet's affair. */
export function shownCell(cell: unknown): string {
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  if (cell instanceof Date) return 'a date';
  return String(cell ?? '')
    .trim()
    .slice(0, 40);
}

/** Joiners, soft hyphens, marks of direction and byte order. */
const INVISIBLE = '\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff';
const WITHIN = new RegExp(`[${INVISIBLE}]+`, 'g');
/** Spaces of every width, and what cannot be seen, around a text. */
const AROUND = new RegExp(`^[\\s${INVISIBLE}]+|[\\s${INVISIBLE}]+$`, 'g');

/**
 * A text of digits and signs as a plain keyboard writes it: without what cannot be seen, ７ as 7, ， as a comma. For
 * readers of ids, numbers and times; the texts of labels stay as they are.
 */
export const plainSigns = (text: string): string =>
  trimmedText(
    text
      .replace(WITHIN, '')
      .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
      .replace(/\u3001/g, ','),
  );

/** A text without the invisible signs around it. */
export const trimmedText = (text: string): string => text.replace(AROUND, '');
