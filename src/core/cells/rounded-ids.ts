/** Ids in text that look as if a number of 53 or 50 bits had held them on the way: their last digits are not theirs. */
import type { Id } from '../ids';

/** Digits that spreadsheets keep; the rest they fill with zeros. */
const DIGITS_KEPT = 15;
/** So many exact doubles are no chance: of 18-digit ids one in 128 is one. */
const LEAST_DOUBLES = 3;
const SHARE_OF_DOUBLES = 0.5;

/** Of the distinct ids of one column, those that were probably rounded. A single id may end in zeros by chance. */
export function probablyRounded(ids: readonly Id[]): Set<Id> {
  const long = ids.filter((id) => id.length > DIGITS_KEPT + 1);
  const doubles = long.filter(isDouble);
  const areRounded = doubles.length >= LEAST_DOUBLES && doubles.length >= SHARE_OF_DOUBLES * long.length;
  return new Set([...long.filter(endsInZeros), ...(areRounded ? doubles : [])]);
}

const endsInZeros = (id: Id): boolean => /^0+$/.test(id.slice(DIGITS_KEPT));

/** A double holds the id exactly, digit for digit or as a program prints it. */
function isDouble(id: Id): boolean {
  const double = Number(id);
  return BigInt(double).toString() === id || String(double) === id;
}
