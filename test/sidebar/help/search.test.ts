/** What people type into Help finds something, over the real how-to pages, questions, codes, jobs and functions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HelpEntry, searchHelp, termsOf } from '../../../sidebar/help/search';
import { jobChoices } from '../../../src/addon/jobs/job-choices';
import { toolViews } from '../../../src/addon/tools/tool-views';
import { CODES } from '../../../src/core/codes';

const docs = join(__dirname, '../../../docs');
const questions = readFileSync(join(docs, 'faq.md'), 'utf8').split(/^### /m).slice(1);
const ENTRIES: HelpEntry[] = [
  ...questions.map(
    (part): HelpEntry => ({ kind: 'question', title: part.split('\n')[0]!, summary: '', text: part }),
  ),
  ...['splits', 'keep-neurons-fresh', 'rescue-links', 'prepare-a-sheet', 'recipes', 'share-a-sheet'].map(
    (name): HelpEntry => {
      const text = readFileSync(join(docs, 'how-to', `${name}.md`), 'utf8');
      return { kind: 'how-to', title: text.split('\n')[0]!.slice(2), summary: '', text };
    },
  ),
  ...jobChoices().map(
    ({ title, description }): HelpEntry => ({ kind: 'job', title, summary: description, text: '' }),
  ),
  ...toolViews().map(
    (tool): HelpEntry => ({
      kind: 'function',
      title: tool.formula || tool.name,
      summary: tool.summary,
      text: `${tool.name} ${tool.returns}`,
    }),
  ),
  ...Object.entries(CODES).map(
    ([code, { meaning, remedy }]): HelpEntry => ({
      kind: 'code',
      title: `#TT ${code}`,
      summary: meaning,
      text: remedy,
    }),
  ),
];
const titles = (query: string) => searchHelp(ENTRIES, query).map(({ title }) => title);

test.each<[query: string, among: string, first: number]>([
  ['partners', 'How many synapses does a neuron have? Which are its partners?', 3],
  ['how many synapses', 'TT_SYNAPSES', 4],
  ['out of date', 'An id is out of date. What now?', 3],
  ['outdated ids', 'Bring ids up to date', 8],
  ['my ids end with zeros', 'My ids end in 000, or look like 7.20576E+17', 4],
  ['#NAME', '#NAME?, “Unknown function”, “function not found”', 2],
  ['function not found', '#NAME?, “Unknown function”, “function not found”', 2],
  ['Loading... for ever', 'A cell says Loading… for ever', 2],
  ['several google accounts', 'The sidebar stays empty, or “Sorry, unable to open the file at this time”', 4],
  ['app not verified', '“Google hasn’t verified this app”', 4],
  ['every night', 'Keep 500 neurons fresh', 6],
  ['neuron was cut in two', 'What to do with a split', 6],
  ['upstream', 'TT_SYNAPSES', 10],
  ['old spelunker links', 'Rescue old links', 4],
  ['is it proofread', 'TT_IS_PROOFREAD', 4],
  ['login', '#TT TOKEN', 6],
  ['cable length', 'TT_CABLE_LENGTH', 3],
  ['undo', 'A run stopped in the middle', 12],
  ['ambiguous', '#TT AMBIGUOUS', 3],
  ['import csv', 'Prepare a sheet and paste ids', 4],
])('"%s" finds %s', (query, expected, first) => {
  expect(titles(query).slice(0, first)).toContain(expected);
});

test('words that say nothing find nothing; neither does nonsense', () => {
  expect(titles('how do I')).toEqual([]);
  expect(titles('xyzzy')).toEqual([]);
  expect(titles('')).toEqual([]);
});

test('phrases count as one word; endings do not matter', () => {
  expect(termsOf('ids out of date').map(({ word }) => word)).toEqual(['out of date', 'ids']);
  expect(titles('synapse')).toEqual(expect.arrayContaining(titles('synapses').slice(0, 3)));
});
