/** The doctor's verdicts, and what is found out about a link on the way to one. */
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
  /** Why, in one sentence or two. */
  reason: string;
  /** A working link in its place, or ''. */
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
