/** The link doctor: which old share links still work, why the others do not, and a working link in their place. */
import { passedError } from '../../core/cells/foreign';
import { readTextCell } from '../../core/cells/text-cell';
import { TtError } from '../../core/errors';
import { parseJson, writeJson } from '../../core/json';
import { isBlankCell } from '../../core/points';
import type { Cell } from '../../core/table';
import type { Work } from '../../http/work';
import { ANSWER_GENERATION } from '../declaration/answer-generation';
import { DATASTACK, NO_CACHE, type OutputCell, type ToolContext, tableTool } from '../declaration/declare';
import { link, text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { textKey } from '../declaration/text-key';
import { examineLinks, type LinkCache, newLinkCache } from './links/examine';
import type { Diagnosis } from './links/verdict';

/**
 * Number of links that are examined together, because all their states (some 100 KB each) are in memory at once.
 * Results of a step are cached, so a recalculation continues where time ran out.
 */
const STEP = 100;
const REMEMBERED_SECONDS = 3600;
/** A value of the cache holds 100 KB. */
const MOST_CHARACTERS = 90_000;

export const linkDoctor = tableTool({
  name: 'check_links',
  formula: 'TT_LINK_DOCTOR',
  family: 'check',
  summary: 'Says which old share links still work and why not, and gives a working link in their place.',
  details:
    'Verdicts: works, dead host, truncated id, needs sign-in or terms, browser-local and lost, state gone, image gone, ' +
    'segmentation gone, not a link. Viewers, states, images and segmentations are asked, each once; the dataset is ' +
    'told from what the view holds. The third column is a link that works: in a viewer that lives, with present ' +
    'sources, and with stale ids brought up to date, where the view shows the live segmentation and is not pinned to ' +
    'a time. It is blank where nothing needs repair or nothing can be repaired. A place that cannot be reached is ' +
    'an error to try again, never a verdict. Answers are remembered for an hour.',
  params: [{ name: 'links', kind: 'range', description: 'a cell or a column of links' }, DATASTACK],
  returns: 'verdict, reason, and a working link, for each row',
  example: {
    formula: '=TT_LINK_DOCTOR(D2:D40)',
    shows: 'dead host | ngl.example.org does not answer … | https://spelunker…',
  },
  surfaces: EVERYWHERE,
  outputs: [text('link_verdict'), text('link_reason'), link('working_link')],
  cacheSeconds: NO_CACHE,
  *answer(args, ctx) {
    const rows = (args.links as Cell[][]).map((row) => linkText(row[0]));
    const texts = [...new Set(rows.filter((text) => typeof text === 'string' && text !== ''))] as string[];
    const found = new Map<string, Diagnosis | TtError>();
    const linkCache = newLinkCache();
    for (let at = 0; at < texts.length; at += STEP) {
      for (const [text, diagnosis] of yield* examineStep(ctx, texts.slice(at, at + STEP), linkCache))
        found.set(text, diagnosis);
    }
    return rows.map((text): OutputCell[] => {
      if (text instanceof TtError) return [text, '', ''];
      const diagnosis = found.get(text);
      if (!diagnosis) return ['', '', ''];
      if (diagnosis instanceof TtError) return [diagnosis, '', ''];
      return [diagnosis.verdict, diagnosis.reason, diagnosis.link];
    });
  },
});

/** A cell's text, or the error of a cell without text. */
function linkText(cell: Cell | undefined): string | TtError {
  if (isBlankCell(cell)) return '';
  const otherError = passedError(cell);
  if (otherError) return otherError;
  const text = readTextCell(cell, 'link');
  return typeof text === 'string' ? text.trim() : new TtError('INPUT', `links: ${text.reason}`);
}

function* examineStep(
  ctx: ToolContext,
  texts: readonly string[],
  linkCache: LinkCache,
): Work<Map<string, Diagnosis | TtError>> {
  const key = `links:${ANSWER_GENERATION}:${ctx.datastack}:${textKey(texts.join('\n'))}`;
  const cachedRecord = readRetained(ctx.cache.get(key), texts.length);
  if (cachedRecord) return new Map(texts.map((text, i) => [text, cachedRecord[i]!]));
  const found = yield* examineLinks(ctx, texts, linkCache);
  const diagnoses = texts.map((text) => found.get(text)!);
  if (diagnoses.every((diagnosis) => !(diagnosis instanceof TtError))) {
    const text = writeJson(diagnoses.map((diagnosis) => ({ ...(diagnosis as Diagnosis) })));
    if (text.length < MOST_CHARACTERS) ctx.cache.put(key, text, REMEMBERED_SECONDS);
  }
  return found;
}

function readRetained(text: string | null, count: number): Diagnosis[] | null {
  if (text === null) return null;
  try {
    const list = parseJson(text) as unknown as Diagnosis[];
    return Array.isArray(list) && list.length === count ? list : null;
  } catch {
    return null;
  }
}
