/** What a spreadsheet's locale decides about typed text: the decimal mark, and whether the day or the month comes first. */

/**
 * A shell without a spreadsheet has the locale ''. The locale is read only when needed, because reading it may take a
 * service call.
 */
export interface Region {
  /** In Google's notation: `en_GB`, `de`, `pt_BR`. */
  readonly locale: string;
}

export const NO_REGION: Region = { locale: '' };

/** Languages with a decimal comma. Spanish, English, French and German differ by country. */
const COMMA = words(
  'af az be bg bs ca cs da de el es et eu fi fr gl hr hu hy id is it ka kk ky lt lv mk nb nl nn no pl pt ro ru sk sl sq sr sv tr uk uz vi',
);
const POINT_AFTER_ALL = words(
  'de_CH de_LI es_DO es_GT es_HN es_MX es_NI es_PA es_PE es_PR es_SV es_US it_CH',
);
const COMMA_AFTER_ALL = words('en_ZA');
const POINT = words(
  'am ar bn cy en fa fil ga gu he hi ja km kn ko lo ml mn mr ms my ne pa si sw ta te th ur zh zu',
);

/**
 * Languages that write the year first: for a date with the year at its end, their order of day and month is undefined.
 */
const YEAR_FIRST = words('eu fa hu ja ko lt mn ne si sv zh en_CA en_ZA fr_CA');
const MONTH_FIRST = words('en_US es_PA es_PR es_US fil_PH en_PH');

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** Google writes `en_GB`, and `de` for some languages; others write `en-GB`. */
const languageOf = (locale: string): string => locale.split(/[_-]/)[0]!.toLowerCase();

function canonical(locale: string): string {
  const parts = locale.split(/[_-]/);
  return parts.length > 1
    ? `${parts[0]!.toLowerCase()}_${parts[parts.length - 1]!.toUpperCase()}`
    : languageOf(locale);
}

/** Returns '' if the locale does not decide it. */
export function decimalMark({ locale }: Region): ',' | '.' | '' {
  const name = canonical(locale);
  const language = languageOf(locale);
  if (POINT_AFTER_ALL.has(name)) return '.';
  if (COMMA.has(language) || COMMA_AFTER_ALL.has(name)) return ',';
  return POINT.has(language) ? '.' : '';
}

/** Returns null if the locale is unknown or does not decide the order. */
export function dateOrder({ locale }: Region): 'day' | 'month' | 'year' | null {
  const name = canonical(locale);
  const language = languageOf(locale);
  if (YEAR_FIRST.has(name) || YEAR_FIRST.has(language)) return 'year';
  if (MONTH_FIRST.has(name)) return 'month';
  // `en` without a country decides nothing: Britain and the United States differ.
  if (name === 'en' || name === 'fil') return null;
  return COMMA.has(language) || POINT.has(language) ? 'day' : null;
}
