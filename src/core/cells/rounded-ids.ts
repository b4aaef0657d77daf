/** Finds ids whose last digits were probably lost because a program stored them as a number of 53 or 50 bits. */
import type { Id } from '../ids';

/** Spreadsheets keep 15 digits of a number and fill the rest with zeros. */
const DIGITS_KEPT = 15;
/** Three exact doubles are not chance: of 18-digit ids, one in 128 is an exact double. */
const LEAST_DOUBLES = 3;
const SHARE_OF_DOUBLES = 0.5;

/** The ids that were probably rounded, of the distinct ids of one column. A single id may end in zeros by chance. */
export function probablyRounded(ids: readonly Id[]): Set<Id> {
  const long = ids.filter((id) => id.length > DIGITS_KEPT + 1);
  const doubles = long.filter(isDouble);
  const areRounded = doubles.length >= LEAST_DOUBLES && doubles.length >= SHARE_OF_DOUBLES * long.length;
  return new Set([...long.filter(endsInZeros), ...(areRounded ? doubles : [])]);
}

const endsInZeros = (id: Id): boolean => /^0+$/.test(id.slice(DIGITS_KEPT));

/** True if a double holds the id exactly, in all its digits or in the form in which a program prints it. */
function isDouble(id: Id): boolean {
  const double = Number(id);
  return BigInt(double).toString() === id || String(double) === id;
}
