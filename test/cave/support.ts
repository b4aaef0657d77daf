/** A datastack without a server, and replies from the recordings. */

import type { Datastack } from '../../src/cave/client/datastack';
import type { StackRecord } from '../../src/cave/client/info';
import type { GraphShape } from '../../src/cave/client/node-id';
import { type RecordedReply, recordedDriver, toReply } from '../../src/http/drivers/recorded';
import type { HttpReply, HttpRequest } from '../../src/http/request';
import { newCounters, runSync } from '../../src/http/runner';
import type { Work } from '../../src/http/work';

export const TOKEN = '0123456789abcdef0123456789abcdef';
export const ACCESS = { server: 'https://global.test', token: TOKEN };
export const ASKED = { route: 'chunkedgraph roots', datastack: 'minnie65_public' };

/** The complete record of the reference. */
export const RECORD: StackRecord = {
  aligned_volume: {
    id: 1,
    name: 'minnie65_phase3',
    display_name: 'Minnie65',
    description: 'EM volume of mouse visual cortex',
    image_source: 'precomputed://https://bossdb-open-data.s3.amazonaws.com/iarpa_microns/minnie/minnie65/em',
  },
  segmentation_source: 'graphene://https://local.test/segmentation/table/minnie3_v1',
  skeleton_source: null,
  analysis_database: null,
  viewer_site: 'https://spelunker.cave-explorer.org/',
  synapse_table: 'synapses_pni_2',
  soma_table: 'nucleus_detection_v0',
  local_server: 'https://local.test',
  description: 'public version of minnie65',
  viewer_resolution_x: 4,
  viewer_resolution_y: 4,
  viewer_resolution_z: 40,
  proofreading_status_table: 'proofreading_status_and_strategy',
  cell_identification_table: null,
  proofreading_review_table: null,
};

/** The graph of the reference's `info` document. */
export const GRAPH: GraphShape = {
  layers: 12,
  bits: { 1: 10, 2: 10, 3: 9, 4: 8, 5: 7, 6: 6, 7: 5, 8: 4, 9: 3, 10: 2, 11: 1, 12: 1 },
  chunkSize: [256, 256, 512],
  offset: [26385, 30308, 14850],
  resolution: [8, 8, 40],
};

export const STACK: Datastack = {
  access: ACCESS,
  name: 'minnie65_public',
  record: RECORD,
  localServer: 'https://local.test',
  table: 'minnie3_v1',
  graph: GRAPH,
};

/** The record of a table, with its keys. */
export const TABLE_RECORD = {
  id: 10231,
  aligned_volume: 'minnie65_phase3',
  table_name: 'synapses_pni_2',
  schema_type: 'synapse',
  description: 'synapses',
  notice_text: null,
  reference_table: null,
  user_id: '4',
  created: '2020-11-04T12:44:43.123456',
  valid: true,
  voxel_resolution_x: 4,
  voxel_resolution_y: 4,
  voxel_resolution_z: 40,
  read_permission: 'PUBLIC',
  write_permission: 'PRIVATE',
  last_modified: '2022-10-25T19:24:28.559914',
};

export const reply = (answer: RecordedReply): HttpReply => toReply(answer);
export const json = (value: unknown): RecordedReply => ({ body: JSON.stringify(value) });

/** Runs work on recorded replies; does not repeat failed requests. */
export function play<T>(
  work: Work<T>,
  answer: (request: HttpRequest, index: number) => RecordedReply,
): { value: T; sent: HttpRequest[]; roundTrips: number } {
  const driver = recordedDriver(answer);
  const counts = newCounters();
  const policy = { now: () => 0, random: () => 0.5, maxAttempts: 1 };
  return { value: runSync(work, driver, policy, counts), sent: driver.sent, roundTrips: counts.roundTrips };
}

export const bodyOf = (request: HttpRequest): string => String(request.body ?? '');
