/** Configurations: the seven published ones key by key, and one derived from the official record. */
import { configOf, derivedConfig, publishedConfig, publishedNames } from '../../../src/cave/datasets/config';
import type { TracerConfig } from '../../../src/cave/datasets/tracer-config';
import { describeWith, publishedJson } from '../../support/shared-data';
import { RECORD } from '../support';

type Published = Record<string, Record<string, unknown>>;
const published = publishedJson('datastacks.json') as Published | null;

describeWith(published)('published', () => {
  const stacks = Object.entries(published ?? {}).filter(
    ([, value]) => value !== null && typeof value === 'object' && 'resolution' in value,
  );

  test('seven, and no other', () => {
    expect(stacks).toHaveLength(7);
    expect(publishedNames().sort()).toEqual(stacks.map(([name]) => name).sort());
  });

  test.each(stacks)('%s has every published value under its key', (name, values) => {
    const config = publishedConfig(name)!;
    expect({ name, ...config }).toEqual({ name, ...values });
  });
});

test('a datastack without a published configuration has none', () => {
  expect(publishedConfig('minnie65_public')).toBeNull();
  expect(publishedConfig('toString')).toBeNull();
});

describe('derived', () => {
  test('takes what the official record says', () => {
    expect(derivedConfig(RECORD)).toMatchObject({
      dataset_name: 'minnie65_phase3',
      dataset_display_name: 'Minnie65',
      dataset_id: 1,
      resolution: [4, 4, 40],
      seg_source_url: RECORD.segmentation_source,
      synapse_table_name: 'synapses_pni_2',
      syn_pre_seg_col: 'pre_pt_root_id',
      syn_post_seg_col: 'post_pt_root_id',
      soma_table_name: 'nucleus_detection_v0',
      proofreading_table_name: 'proofreading_status_and_strategy',
      proofreading_table_seg_col: 'pt_root_id',
      local_server_url: 'https://local.test',
      swamp_ids: null,
      extra: {},
    });
  });
  test('is empty where the record has nothing set, the resolution as a whole', () => {
    const config = derivedConfig({ ...RECORD, aligned_volume: null, viewer_resolution_y: null });
    expect([config.dataset_name, config.em_source_url, config.resolution]).toEqual([null, null, null]);
  });
  test('names no columns of tables that are not there', () => {
    const config = derivedConfig({ ...RECORD, synapse_table: null, proofreading_status_table: null });
    const named = Object.entries(config).filter(([key, value]) => /^(syn|proof)/.test(key) && value !== null);
    expect(named).toEqual([]);
  });
});

describe('of a datastack', () => {
  test('published values win, the record fills the gaps', () => {
    const config = configOf('mrgd', { ...RECORD, description: 'from the record' });
    expect(config.resolution).toEqual([4, 4, 45]);
    expect(config.datastack_description).toBe('from the record');
    expect(config.local_server_url).toBe('https://cave.fanc-fly.com');
  });
  test('without a record only what is published', () => {
    expect(configOf('mrgd', null)).toEqual(publishedConfig('mrgd'));
    expect(Object.values(configOf('nowhere', null)).filter((value) => value !== null)).toEqual([{}]);
  });
  test('without a published one only the record', () => {
    expect(configOf('minnie65_public', RECORD)).toEqual(derivedConfig(RECORD));
  });
  test('one configuration never writes into another', () => {
    const keys = Object.keys(configOf('mrgd', RECORD)) as (keyof TracerConfig)[];
    expect(keys.length).toBe(Object.keys(derivedConfig(RECORD)).length);
    expect(configOf('zheng_ca3', null).extra).toEqual({});
    expect(configOf('brain_and_nerve_cord', null).extra).toHaveProperty('manc_seg_source_url');
  });
});
