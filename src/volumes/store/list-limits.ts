/** Limits of a listing with several pages. */
import { TtError } from '../../core/errors';
import type { Listing } from './store';

/** `repeats`: the next page is the same as this one. Throws BIG for more than `most`. */
export function checkListing(
  { objects, folders }: Listing,
  most: number,
  where: string,
  repeats: boolean,
): void {
  const what = `the list of ${where}`;
  if (objects.length + folders.length > most) {
    throw new TtError('BIG', `${what} has more than ${most} objects. Choose a folder within it`);
  }
  if (repeats) throw new TtError('DOWN', `${what} does not end. Try again`);
}
