/** Finds words similar to a misspelt one. */

const MOST = 3;
const SHORTEST_PART = 4;

/** The most similar words first, at most three. Ignores case and treats `-` as `_`. */
export function nearestWords(word: string, words: readonly string[]): string[] {
  const plainWord = plain(word);
  const limit = Math.max(1, Math.floor(plainWord.length / 3));
  const candidates = [...new Set(words)].map((candidate) => ({
    candidate,
    edits: distance(plainWord, plain(candidate)),
  }));
  const close = candidates.filter(({ edits }) => edits <= limit).sort((a, b) => a.edits - b.edits);
  const least = close[0]?.edits ?? 0;
  const found = close.filter(({ edits }) => edits <= least + 1);
  if (found.length > 0) return found.slice(0, MOST).map(({ candidate }) => candidate);
  if (plainWord.length < SHORTEST_PART) return [];
  return candidates
    .filter(({ candidate }) => plain(candidate).includes(plainWord))
    .slice(0, MOST)
    .map(({ candidate }) => candidate);
}

/** The end of a sentence: `: did you mean a or b?`, or ''. */
export function didYouMean(word: string, words: readonly string[]): string {
  const found = nearestWords(word, words);
  return found.length === 0 ? '' : `: did you mean ${found.join(' or ')}?`;
}

const plain = (word: string): string => word.toLowerCase().replace(/-/g, '_');

/** Number of edits (insertion, deletion, replacement, swap of two neighbours) between two words. */
function distance(a: string, b: string): number {
  let [before, last, here] = [
    [] as number[],
    Array.from({ length: b.length + 1 }, (_, j) => j),
    [] as number[],
  ];
  for (let i = 1; i <= a.length; i++) {
    here = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(last[j]! + 1, here[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, before[j - 2]! + 1);
      }
      here[j] = least;
    }
    [before, last] = [last, here];
  }
  return last[b.length]!;
}
