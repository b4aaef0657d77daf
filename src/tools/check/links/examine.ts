/**
 * Examines links: gives a verdict for each, and a working link where one is possible. It handles all links together:
 * states, then viewers and sources, then ids by dataset, then posts. Each distinct request is sent once.
 */
import { asTtError, TtError } from '../../../core/errors';
import type { Id } from '../../../core/ids';
import type { HttpReply } from '../../../http/request';
import { allSettled, type Work } from '../../../http/work';
import { linkProblem, markdownAddress } from '../../../neuroglancer/link-cell';
import { layersOf } from '../../../neuroglancer/state';
import { SPELUNKER } from '../../../neuroglancer/viewers';
import type { ToolContext } from '../../declaration/declare';
import { type AddressChecks, checkAddresses } from './addresses';
import { type Dataset, datasetOf } from './dataset';
import { type Freshness, idsOf, liveLayers, updateIds } from './freshness';
import { gatherStates, isCase } from './gather';
import { type Judgement, judge, mainLayers } from './judge';
import { linkOf, type Repair, repairFailure, repairLink } from './repair';
import { type Case, type Diagnosis, diagnosis } from './verdict';

/** Replies and results of one run, so that later links do not repeat requests. */
export interface LinkCache {
  answers: Map<string, HttpReply>;
  fresh: Map<string, Freshness>;
}

export const newLinkCache = (): LinkCache => ({ answers: new Map(), fresh: new Map() });

/** A diagnosis for each distinct text, or the error why there is none now. */
export function* examineLinks(
  ctx: ToolContext,
  texts: readonly string[],
  linkCache = newLinkCache(),
): Work<Map<string, Diagnosis | TtError>> {
  const results = new Map<string, Diagnosis | TtError>();
  const cases = new Map<string, Case>();
  for (const [text, finding] of yield* gatherStates(ctx, [...new Set(texts)])) {
    if (finding instanceof TtError || !isCase(finding)) results.set(text, finding);
    else cases.set(text, finding);
  }
  const datasets = new Map<string, Dataset | null>();
  for (const [text, { state }] of cases) datasets.set(text, datasetOf(state));
  const places = yield* visit(ctx, cases, datasets, linkCache);
  const judgements = new Map<string, Judgement>();
  for (const [text, found] of cases) {
    try {
      judgements.set(text, judge(found, places));
    } catch (error) {
      results.set(text, asTtError(error));
    }
  }
  const failures = yield* updateIds(ctx, idsByDataset(cases, datasets, judgements), linkCache.fresh);
  const finishing = [...judgements].map(([text, judgement]) => {
    const dataset = datasets.get(text)!;
    const fresh = dataset ? (failures.get(dataset.name) ?? linkCache.fresh.get(dataset.name)) : undefined;
    return finish(ctx, cases.get(text)!, judgement, dataset, fresh, places);
  });
  const outcomes = yield* allSettled(finishing);
  [...judgements.keys()].forEach((text, i) => {
    const end = outcomes[i]!;
    results.set(text, end.ok ? end.value : asTtError(end.error));
  });
  return new Map(texts.map((text) => [text, asWritten(text, results.get(text)!)]));
}

/** Adds a note if the address was found inside other text. */
const asWritten = (text: string, found: Diagnosis | TtError): Diagnosis | TtError =>
  found instanceof TtError || markdownAddress(text) === null || linkProblem(text) !== ''
    ? found
    : { ...found, reason: `written as [text](address), whose address was read; ${found.reason}` };

function visit(
  ctx: ToolContext,
  cases: ReadonlyMap<string, Case>,
  datasets: ReadonlyMap<string, Dataset | null>,
  linkCache: LinkCache,
): Work<AddressChecks> {
  const viewers = new Set<string>();
  const sources = new Set<string>();
  for (const [text, { link, state }] of cases) {
    if (link.viewer !== '') viewers.add(link.viewer);
    const { images, segmentations } = mainLayers(layersOf(state));
    for (const layer of [...images, ...segmentations]) sources.add(layer.sources[0]!);
    const config = datasets.get(text)?.config;
    for (const source of [config?.em_source_url, config?.seg_source_url]) if (source) sources.add(source);
    if (config?.viewer_site_url) viewers.add(config.viewer_site_url);
  }
  if (cases.size > 0) viewers.add(SPELUNKER);
  return checkAddresses(ctx, viewers, sources, linkCache.answers);
}

function idsByDataset(
  cases: ReadonlyMap<string, Case>,
  datasets: ReadonlyMap<string, Dataset | null>,
  judgements: ReadonlyMap<string, Judgement>,
): Map<string, Set<Id>> {
  const idsOfDataset = new Map<string, Set<Id>>();
  for (const [text, judgement] of judgements) {
    const dataset = datasets.get(text);
    if (!dataset) continue;
    const ids = idsOf(shownLive(cases.get(text)!, judgement, dataset));
    if (ids.length === 0) continue;
    if (!idsOfDataset.has(dataset.name)) idsOfDataset.set(dataset.name, new Set());
    for (const id of ids) idsOfDataset.get(dataset.name)!.add(id);
  }
  return idsOfDataset;
}

/** Layers of the live graph, including those that become live when their lost segmentation is replaced. */
const shownLive = ({ state }: Case, judgement: Judgement, dataset: Dataset) => [
  ...new Set([...liveLayers(state, dataset), ...judgement.goneSegmentations.map(({ layer }) => layer)]),
];

function* finish(
  ctx: ToolContext,
  found: Case,
  judgement: Judgement,
  dataset: Dataset | null,
  fresh: Freshness | TtError | undefined,
  places: AddressChecks,
): Work<Diagnosis> {
  const reasons = [...judgement.reasons];
  const ids = dataset ? idsOf(shownLive(found, judgement, dataset)) : [];
  const replacements = new Map<string, string>();
  if (fresh instanceof TtError) {
    if (ids.length > 0) reasons.push(`the ids were not checked (${fresh.message})`);
  } else if (fresh && ids.length > 0) {
    for (const id of ids) {
      const successor = fresh.successors.get(id);
      if (successor !== undefined) replacements.set(id, successor);
    }
    reasons.push(idsInWords(ids, fresh, replacements));
  }
  const word = judgement.verdict;
  const needsConsent = word === 'needs sign-in or terms';
  const broken = word !== 'works';
  if (needsConsent || !(broken || replacements.size > 0 || found.link.viewer === ''))
    return diagnosis(word, sentence(reasons));
  const repair = repairLink(found, judgement, dataset, replacements, places);
  if (typeof repair === 'string') return diagnosis(word, sentence([...reasons, repair]));
  return yield* withLink(ctx, word, reasons, repair);
}

function* withLink(
  ctx: ToolContext,
  word: Diagnosis['verdict'],
  reasons: string[],
  repair: Repair,
): Work<Diagnosis> {
  try {
    return diagnosis(word, sentence(reasons), yield* linkOf(ctx, repair));
  } catch (error) {
    return diagnosis(word, sentence([...reasons, repairFailure(error)]));
  }
}

function idsInWords(ids: readonly Id[], fresh: Freshness, replacements: ReadonlyMap<string, string>): string {
  const lostCount = ids.filter((id) => fresh.lostIds.has(id)).length;
  const unclear = [...replacements.keys()].filter((id) => fresh.ambiguousIds.has(id)).length;
  const count = ids.length === 1 ? '1 id' : `${ids.length} ids`;
  const parts: string[] = [];
  if (replacements.size > 0) parts.push(`${replacements.size} of ${count} stale`);
  if (unclear > 0) parts.push(`${unclear} of them split without a clear successor`);
  if (lostCount > 0) parts.push(`${lostCount} of ${count} unknown to the segmentation`);
  return parts.length > 0 ? parts.join(', ') : `${count}, current`;
}

const sentence = (reasons: readonly string[]): string =>
  reasons.length > 0 ? reasons.join('; ') : 'viewer, image and segmentation are there';
