/** Reads dates in HTTP headers, in the three forms of RFC 9110; `Date.parse` would accept any text. */
import { digitsValue } from '../core/digits';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const CLOCK = '([0-9]{2}:[0-9]{2}:[0-9]{2})';
/** Order: day, month, year, time. */
const FIXED = new RegExp(`^[A-Z][a-z]{2}, ([0-9]{1,2}) ([A-Z][a-z]{2}) ([0-9]{4}) ${CLOCK} (?:GMT|UTC)$`);
const DASHED = new RegExp(`^[A-Z][a-z]{2,8}, ([0-9]{2})-([A-Z][a-z]{2})-([0-9]{2}|[0-9]{4}) ${CLOCK} GMT$`);
/** Order: month, day, time, year. */
const ASCTIME = new RegExp(`^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ 0-9][0-9]) ${CLOCK} ([0-9]{4})$`);

/** Milliseconds since the epoch; NaN for any other text and for a date that does not exist. */
export function httpDate(text: string): number {
  const plain = text.trim();
  const asctime = ASCTIME.exec(plain);
  const [, day = '', month = '', year = '', clock = ''] = asctime
    ? [plain, asctime[2]!.trim(), asctime[1]!, asctime[4]!, asctime[3]!]
    : (FIXED.exec(plain) ?? DASHED.exec(plain) ?? []);
  const [hours = Number.NaN, minutes = Number.NaN, seconds = Number.NaN] = clock.split(':').map(digitsValue);
  if (!(hours <= 23 && minutes <= 59 && seconds <= 60)) return Number.NaN;
  // Servers send current dates: a two-digit year is in this century.
  const whole = digitsValue(year.length === 2 ? `20${year}` : year);
  const date = new Date(Date.UTC(whole, MONTHS.indexOf(month), digitsValue(day), hours, minutes, seconds));
  const isReal = MONTHS.includes(month) && MONTHS[date.getUTCMonth()] === month;
  return isReal ? date.getTime() : Number.NaN;
}
