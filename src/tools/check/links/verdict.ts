/** The verdicts of the link doctor, and the facts that lead to one. */
import type { Fields } from '../../../neuroglancer/document';
import type { Link } from '../../../neuroglancer/link';

export type Verdict =
  | 'works'
  | 'dead host'
  | 'truncated id'
  | 'needs sign-in or terms'
  | 'browser-local and lost'
  | 'state gone'
  | 'image gone'
  | 'segmentation gone'
  | 'not a link';

export interface Diagnosis {
  verdict: Verdict;
  /** The reason, in one or two sentences. */
  reason: string;
  /** A working link in place of this one, or ''. */
  link: string;
}

/** A link under examination. */
export interface Case {
  link: Link;
  state: Fields;
}

export const diagnosis = (word: Verdict, reason: string, link = ''): Diagnosis => ({
  verdict: word,
  reason,
  link,
});
