/** Texts for changes: one line per kind, the same in sidebar, log, report and mail. */
import { groupedNumber } from '../../core/grouped-number';
import { CHANGE_KINDS, type ChangeKind, type ChangeSummary, REPORT_LINES } from './change';

/** For one or several of a kind. */
const WORDS: Record<ChangeKind, (n: number) => string> = {
  ambiguous: (n) => `${rows(n)} split without a clear successor`,
  together: (n) =>
    n === 1 ? '1 neuron is now in several rows' : `${groupedNumber(n)} neurons are now in several rows`,
  damaged: (n) => `${rows(n)} with a damaged id`,
  failed: (n) => `${rows(n)} without an answer`,
  gone: (n) => `${groupedNumber(n)} not known to CAVE`,
  notProofread: (n) => `${groupedNumber(n)} no longer proofread`,
  both: (n) => `${groupedNumber(n)} split and merged`,
  split: (n) => `${groupedNumber(n)} split`,
  merged: (n) => `${groupedNumber(n)} merged`,
  edited: (n) => `${groupedNumber(n)} edited`,
  proofread: (n) => `${groupedNumber(n)} newly proofread`,
  settled: (n) => `${groupedNumber(n)} settled`,
};

const rows = (n: number): string => `${groupedNumber(n)} ${n === 1 ? 'row' : 'rows'}`;

/** "31 of 49 ids were out of date", or that nothing new was found. */
export function headline({ ids, outOfDate }: ChangeSummary): string {
  if (outOfDate === 0)
    return `None of ${groupedNumber(ids)} ${ids === 1 ? 'id' : 'ids'} was newly out of date`;
  return `${groupedNumber(outOfDate)} of ${groupedNumber(ids)} ${ids === 1 ? 'id was' : 'ids were'} out of date`;
}

/** A line for each kind that occurs; first those that need a person. */
export function kindLines({ kinds }: Pick<ChangeSummary, 'kinds'>): { kind: ChangeKind; text: string }[] {
  return CHANGE_KINDS.flatMap((kind) => {
    const n = kinds[kind] ?? 0;
    return n === 0 ? [] : [{ kind, text: WORDS[kind](n) }];
  });
}

/** Lines below the headline: one for each kind, for rows whose error is older, and for changes that are not listed. */
export const summaryLines = (summary: ChangeSummary): string[] => [
  ...kindLines(summary).map(({ text }) => text),
  ...notListed(summary),
  ...(summary.standing > 0 ? [`${rows(summary.standing)} without an answer as before`] : []),
];

function notListed({ kinds }: ChangeSummary): string[] {
  const all = Object.values(kinds).reduce((sum, n) => sum + n, 0);
  if (all <= REPORT_LINES) return [];
  return [
    `TT report lists the first ${groupedNumber(REPORT_LINES)} of these ${groupedNumber(all)}; the others show in their cells alone`,
  ];
}

/** Headline and lines in one line, for the log. */
export const summaryLine = (summary: ChangeSummary): string =>
  [headline(summary), ...summaryLines(summary)].join(' · ');

/** What happened to one row. */
export const KIND_WORDS: Record<ChangeKind, string> = {
  ambiguous: 'split, no clear successor',
  together: 'same neuron in several rows',
  damaged: 'damaged id',
  failed: 'no answer',
  gone: 'not known to CAVE',
  notProofread: 'no longer proofread',
  both: 'split and merged',
  split: 'split',
  merged: 'merged',
  edited: 'edited',
  proofread: 'newly proofread',
  settled: 'settled',
};
