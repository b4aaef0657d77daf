// Finds help by the words that users type; an entry also matches words of the same meaning.

export interface HelpEntry {
  kind: 'function' | 'job' | 'how-to' | 'question' | 'code';
  title: string;
  /** One line below the title. */
  summary: string;
  /** All other text to search. */
  text: string;
}

/** Words that do not help a search. */
const STOP = new Set(
  'a an and are at be by can do does for from get give has have how i in is it its many me my need of on or our should that the their them there these they this to was we what when where which who why will with you your'.split(
    ' ',
  ),
);

/** One meaning per line. A phrase is an alternative to the other words of its line. */
const MEANINGS = [
  'current|out of date|outdated|up to date|stale|old ids|fresh|update|obsolete|expired|latest|new id|successor',
  'synapse|partner|connection|connectivity|upstream|downstream|input|output|presynaptic|postsynaptic|connectome|wiring',
  'proofread|finished|complete|backbone|status|checked',
  'split|ambiguous|cut|merge|merged|pieces',
  'edit|changelog|history|who edited|changed|change',
  'link|url|neuroglancer|spelunker|view|viewer|scene|state',
  'rounded|digits|e+17|scientific|number format|zeros|000|precision|plain text',
  'cable|length|skeleton|swc|branch|arbor',
  'volume|size|big|µm³|um3',
  'mesh|obj|surface|stl|ply|hull',
  'point|coordinate|position|location|xyz|coords|soma',
  'token|login|sign in|account|password|authorise|authorize|unverified|verified',
  'loading|slow|hangs|stuck|forever|for ever|wait',
  'schedule|nightly|automatic|every day|hourly|cron|trigger|by itself',
  'undo|revert|restore|back',
  'duplicate|twice|same neuron|double',
  'recipe|template|preset|again|repeat',
  'paste|import|csv|list|copy',
  'label|cell type|annotation|table|class',
  'error|#name|#ref|unknown function|not found|broken|fail',
  'distance|far|centroid|bbox',
  'supervoxel|sv|l2',
  'swamp|triage|rough',
  'bucket|upload|download|gs|s3|folder|file',
].map((line) => line.split('|'));

/** Removes endings that do not change the meaning. */
const stem = (word: string): string => (word.length > 4 ? word.replace(/(?:ies|es|s|ed|ing|e)$/, '') : word);

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/_/g, ' ')
    .split(/[^\p{L}\p{N}#+µ³]+/u)
    .filter((word) => word !== '');

interface Term {
  word: string;
  /** Other words with the same meaning, stemmed. */
  others: string[];
}

/** The words of a query without stop words; phrases first. */
export function termsOf(query: string): Term[] {
  let rest = ` ${wordsOf(query).join(' ')} `;
  const terms: Term[] = [];
  for (const meaning of MEANINGS) {
    for (const phrase of meaning.filter((one) => one.includes(' '))) {
      if (!rest.includes(` ${phrase} `)) continue;
      rest = rest.replace(` ${phrase} `, ' ');
      terms.push({ word: phrase, others: othersOf(meaning) });
    }
  }
  const words = rest.split(' ').filter((word) => word !== '' && !STOP.has(word));
  for (const word of words) {
    const meaning = MEANINGS.find((one) => one.some((other) => stem(other) === stem(word)));
    terms.push({ word, others: meaning ? othersOf(meaning) : [] });
  }
  return terms;
}

const othersOf = (meaning: readonly string[]): string[] =>
  meaning.filter((one) => !one.includes(' ')).map(stem);

/** The best matches first. An entry must match at least half of the terms. */
export function searchHelp<Entry extends HelpEntry>(entries: readonly Entry[], query: string): Entry[] {
  const terms = termsOf(query);
  if (terms.length === 0) return [];
  const scores = entries.map((entry, index) => {
    const fields = [entry.title, entry.summary, entry.text].map((text) => {
      const words = wordsOf(text).map(stem);
      return { words: new Set(words), text: ` ${wordsOf(text).join(' ')} ` };
    });
    let score = 0;
    let matches = 0;
    for (const term of terms) {
      const best = Math.max(...fields.map((field, i) => [6, 3, 1][i]! * weightOf(term, field)));
      score += best;
      if (best > 0) matches++;
    }
    return { entry, index, score: matches * 2 >= terms.length ? score : 0 };
  });
  return scores
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ entry }) => entry);
}

/** 2 for the word itself, 1.5 if a word begins with it, 1 for a word of the same meaning. */
function weightOf(
  { word, others }: Term,
  { words, text }: { words: ReadonlySet<string>; text: string },
): number {
  if (word.includes(' ') ? text.includes(` ${word} `) : words.has(stem(word))) return 2;
  if (word.length >= 3 && !word.includes(' ') && [...words].some((one) => one.startsWith(word))) return 1.5;
  return others.some((other) => words.has(other)) ? 1 : 0;
}
