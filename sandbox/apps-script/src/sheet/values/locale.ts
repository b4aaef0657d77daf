/** Spreadsheet locales: separators, order of dates, words. The names of months come from Intl. */

export interface Locale {
  /** In the form of `getSpreadsheetLocale`: `de_DE`. */
  name: string;
  decimal: '.' | ',';
  /** The thousands separator. */
  group: string;
  dates: 'MDY' | 'DMY' | 'YMD';
  /** The number format of a date that is entered into a cell without a format. */
  dateFormat: string;
  /** TRUE and FALSE as displayed in cells. */
  booleans: readonly [string, string];
}

const ENGLISH = ['TRUE', 'FALSE'] as const;
const NARROW_SPACE = '\u202f';

const point = (name: string, dates: Locale['dates'], dateFormat: string, group = ','): Locale => ({
  name,
  decimal: '.',
  group,
  dates,
  dateFormat,
  booleans: ENGLISH,
});
const comma = (
  name: string,
  dateFormat: string,
  group: string,
  booleans: Locale['booleans'],
  dates: Locale['dates'] = 'DMY',
): Locale => ({ name, decimal: ',', group, dates, dateFormat, booleans });

const ALL: readonly Locale[] = [
  point('en_US', 'MDY', 'm/d/yyyy'),
  point('en_GB', 'DMY', 'dd/mm/yyyy'),
  point('en_AU', 'DMY', 'dd/mm/yyyy'),
  point('en_CA', 'YMD', 'yyyy-mm-dd'),
  point('en_IN', 'DMY', 'dd/mm/yyyy'),
  point('de_CH', 'DMY', 'dd.mm.yyyy', '’'),
  point('es_MX', 'DMY', 'dd/mm/yyyy'),
  point('ja_JP', 'YMD', 'yyyy/mm/dd'),
  point('ko_KR', 'YMD', 'yyyy. m. d'),
  point('zh_CN', 'YMD', 'yyyy/m/d'),
  comma('de_DE', 'dd.mm.yyyy', '.', ['WAHR', 'FALSCH']),
  comma('da_DK', 'dd/mm/yyyy', '.', ['SAND', 'FALSK']),
  comma('es_ES', 'dd/mm/yyyy', '.', ['VERDADERO', 'FALSO']),
  comma('fr_FR', 'dd/mm/yyyy', NARROW_SPACE, ['VRAI', 'FAUX']),
  comma('it_IT', 'dd/mm/yyyy', '.', ['VERO', 'FALSO']),
  comma('nl_NL', 'd-m-yyyy', '.', ['WAAR', 'ONWAAR']),
  comma('pl_PL', 'dd.mm.yyyy', '\u00a0', ['PRAWDA', 'FAŁSZ']),
  comma('pt_BR', 'dd/mm/yyyy', '.', ['VERDADEIRO', 'FALSO']),
  comma('pt_PT', 'dd/mm/yyyy', '\u00a0', ['VERDADEIRO', 'FALSO']),
  comma('ru_RU', 'dd.mm.yyyy', '\u00a0', ['ИСТИНА', 'ЛОЖЬ']),
  comma('sv_SE', 'yyyy-mm-dd', '\u00a0', ['SANT', 'FALSKT'], 'YMD'),
];

export const LOCALES: readonly string[] = ALL.map(({ name }) => name);

/** Throws for a locale that this model lacks. */
export function findLocale(name: string): Locale {
  const found = ALL.find((locale) => locale.name === name);
  if (!found) throw new Error(`The locale ${name} is not modelled: one of ${LOCALES.join(', ')}.`);
  return found;
}

let active = findLocale('en_US');

/** The locale of the file that is currently read, written or computed. */
export function activeLocale(): Locale {
  return active;
}

/**
 * Runs a synchronous task under a locale. Values are converted deep inside formulas, where the file is unknown. Tasks
 * may nest, because a custom function may open another file.
 */
export function underLocale<T>(locale: Locale, task: () => T): T {
  const before = active;
  active = locale;
  try {
    return task();
  } finally {
    active = before;
  }
}

const months = new Map<string, { short: string[]; long: string[] }>();

/** Names of the months, from January, in lower case and without a full stop. */
export function monthNames(locale: Locale): { short: string[]; long: string[] } {
  let entry = months.get(locale.name);
  if (!entry) {
    const names = (month: 'short' | 'long') => {
      const format = new Intl.DateTimeFormat(locale.name.replace('_', '-'), { month, timeZone: 'UTC' });
      return Array.from({ length: 12 }, (_, i) =>
        format
          .format(new Date(Date.UTC(2026, i, 1)))
          .toLowerCase()
          .replace(/\.$/, ''),
      );
    };
    entry = { short: names('short'), long: names('long') };
    months.set(locale.name, entry);
  }
  return entry;
}
