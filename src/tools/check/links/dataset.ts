/** Finds the dataset that a state shows from its sources: the viewer's host does not tell. */
import { publishedConfig, publishedNames } from '../../../cave/datasets/config';
import type { TracerConfig } from '../../../cave/datasets/tracer-config';
import type { Fields } from '../../../neuroglancer/document';
import { graphTable, readSource, sameSource } from '../../../neuroglancer/source';
import { isSegmentation, layersOf } from '../../../neuroglancer/state';

export interface Dataset {
  /** The datastack's name. */
  name: string;
  config: TracerConfig;
}

/** Sources that no configuration names, but that published states of these datasets use. */
const OTHER_SOURCES: [RegExp, string][] = [
  [/\/\/microns-seunglab\/drosophila_v0\//, 'flywire_fafb_production'],
  [/\/flywire\/fafbv14$/, 'flywire_fafb_production'],
  [/\/\/flywire_v141_m[0-9]+$/, 'flywire_fafb_production'],
  [/\/iarpa_microns\/minnie\/minnie65\//, 'minnie65_phase3_v1'],
  [/\/segmentation\/table\/minnie65_public$/, 'minnie65_phase3_v1'],
];

/** Compares the graph's table first, then any segmentation, then the image. */
export function datasetOf(state: Fields): Dataset | null {
  const layers = layersOf(state);
  const segmentations = layers.filter(isSegmentation).flatMap((layer) => layer.sources);
  const images = layers.filter((layer) => layer.type === 'image').flatMap((layer) => layer.sources);
  const configs = publishedNames().map((name) => ({ name, config: publishedConfig(name)! }));
  const found =
    configs.find(({ config }) => segmentations.some((source) => showsGraph(source, config))) ??
    configs.find(({ config }) => segmentations.some((source) => same(source, config.seg_source_url))) ??
    configs.find(({ name }) => segmentations.some((source) => otherSource(source) === name)) ??
    configs.find(({ config }) => images.some((source) => same(source, config.em_source_url))) ??
    configs.find(({ name }) => images.some((source) => otherSource(source) === name));
  return found ?? null;
}

const same = (source: string, of: string | null): boolean => of !== null && sameSource(source, of);

function otherSource(source: string): string {
  const { store } = readSource(source);
  return OTHER_SOURCES.find(([pattern]) => pattern.test(store))?.[1] ?? '';
}

/** True if a source is the live graph of a datastack: the same table, on any server. */
export function showsGraph(source: string, config: TracerConfig): boolean {
  const table = graphTable(readSource(source));
  return (
    table !== '' && config.seg_source_url !== null && table === graphTable(readSource(config.seg_source_url))
  );
}
