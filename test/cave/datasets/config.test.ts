/** Configurations: the seven published ones key by key, and one derived from the official record. */
import { configOf, derivedConfig, publishedConfig, publishedNames } from '../../../src/cave/datasets/config';
import type { TracerConfig } from '../../../src/cave/datasets/tracer-config';
import { describeWith, publishedJson } from '../../support/shared-data';
import { RECORD } from '../support';

type Published = Record<string, Record<string, unknown>>;
const published = publishedJson('datastacks.json') as Published | null;

/** As the configuration module of the tracers' Python package states them (facts, October 2026). */
const FACTS: [name: string, facts: Partial<TracerConfig>][] = [
  [
    'brain_and_nerve_cord',
    {
      dataset_id: 9,
      resolution: [4, 4, 45],
      synapse_table_name: 'synapses_v2',
      proofreading_table_name: 'backbone_proofread',
      soma_table_name: null,
      local_server_url: 'https://cave.fanc-fly.com',
    },
  ],
  [
    'flywire_fafb_production',
    {
      dataset_name: 'fafb_seung_alignment_v0',
      dataset_id: 2,
      resolution: [4, 4, 40],
      synapse_table_name: 'synapses_nt_v1',
      proofreading_table_name: 'proofreading_status_public_v1',
      soma_table_name: 'nuclei_v1',
      local_server_url: 'https://prod.flywire-daf.com',
    },
  ],
  [
    'male_adult_nerve_cord',
    { dataset_id: null, resolution: [8, 8, 8], synapse_table_name: null, local_server_url: null },
  ],
  [
    'minnie65_phase3_v1',
    {
      dataset_name: 'minnie65_phase3',
      dataset_id: 1,
      resolution: [4, 4, 40],
      synapse_table_name: 'synapses_pni_2',
      soma_table_name: 'nucleus_neuron_svm',
      local_server_url: 'https://minnie.microns-daf.com',
    },
  ],
  ['mrgd', { dataset_id: 10, resolution: [4, 4, 45], local_server_url: 'https://cave.fanc-fly.com' }],
  [
    'stroeh_mouse_retina',
    { dataset_id: 14, resolution: [16, 16, 40], local_server_url: 'https://minnie.microns-daf.com' },
  ],
  ['zheng_ca3', { dataset_id: 12, resolution: [18, 18, 45], synapse_table_name: 'synapses_ca3_v1' }],
];

test('seven are published, and no other', () => {
  expect(publishedNames().sort()).toEqual(FACTS.map(([name]) => name));
});

test.each(FACTS)('%s: resolution, tables and server', (name, facts) => {
  expect(publishedConfig(name)).toMatchObject(facts);
  expect(Object.keys(publishedConfig(name)!)).toEqual(Object.keys(derivedConfig(RECORD)));
});

describeWith(published)('extra: the published file', () => {
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
