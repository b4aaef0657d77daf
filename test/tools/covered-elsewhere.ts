/** Declarations whose test is not at the mirrored place under test/: which test covers each, and why. */

interface Covered {
  /** Paths below `src/tools`. */
  source: string;
  test: string;
  reason: string;
}

const together = (test: string, reason: string, sources: readonly string[]): Covered[] =>
  sources.map((source) => ({ source, test, reason }));

export const COVERED_ELSEWHERE: readonly Covered[] = [
  ...together('test/tools/calc/tools.test.ts', 'row by row as one table of cases, with random ones for all', [
    ...['calc/3d-distance', 'calc/avg-point-coords', 'calc/bbox-corners-from-center'],
    ...['calc/line-triangle-intersect', 'bucket/convert-colons', 'convert/coord-res'],
  ]),
  ...together('test/tools/heavy/bucket/copy-folder.test.ts', 'its work is in src/tools/heavy/bucket', [
    'bucket/copy-folder',
  ]),
  ...together('test/tools/heavy/bucket/move-file.test.ts', 'its work is in src/tools/heavy/bucket', [
    'bucket/move-file',
  ]),
  ...together('test/tools/heavy/bucket/delete.test.ts', 'its work is in src/tools/heavy/bucket', [
    'bucket/delete',
  ]),
  ...together('test/tools/heavy/bucket/download.test.ts', 'its work is in src/tools/heavy/bucket', [
    ...['bucket/download', 'bucket/upload'],
  ]),
  ...together('test/tools/heavy/intersect.test.ts', 'its work is in src/tools/heavy/intersect.ts', [
    ...['calc/seg-mesh-intersect', 'calc/skeleton-mesh-intersect'],
  ]),
  ...together('test/tools/heavy/contributions.test.ts', 'its work is in src/tools/heavy/contributions.ts', [
    ...['count/user-sv-contribution', 'count/contributors'],
  ]),
  ...together('test/tools/heavy/partners.test.ts', 'its work is in src/tools/heavy/partners.ts', [
    'count/partners',
  ]),
  ...together('test/tools/heavy/seg-pictures.test.ts', 'its work is in src/tools/heavy/seg-pictures.ts', [
    'make/seg-pictures',
  ]),
  ...together('test/tools/heavy/triage.test.ts', 'its work is in src/tools/heavy/triage.ts', ['triage/segs']),
  ...together('test/tools/heavy/meshes.test.ts', 'its work is in src/tools/heavy/meshes.ts', [
    ...['get/mesh-triangles', 'make/bucket-volume-from-obj'],
  ]),
  ...together('test/contract/mesh-jobs.test.ts', 'a file that the companion hands over to the sidebar', [
    'get/seg-mesh',
  ]),
  ...together('test/tools/heavy/from-points.test.ts', 'its work is in src/tools/heavy/from-points.ts', [
    ...['make/mesh-from-points', 'make/objs-from-state-file', 'make/volume-mesh-from-state-file'],
  ]),
  ...together(
    'test/tools/get/measures.test.ts',
    'measures of a segment, against each other and one instant',
    [...['get/cable-lengths', 'get/coords', 'get/seg-3d-volume', 'get/seg-details']],
  ),
  ...together(
    'test/tools/get/tables.test.ts',
    'small questions to one service, with the requests that they send',
    [...['get/cave-stacks', 'get/config', 'get/seg-from-sv', 'get/svs-from-seg']],
  ),
  ...together('test/contract/tables.test.ts', 'tables as a cell shows them', ['get/cave-stack-tables']),
  ...together('test/tools/get/table-kinds.test.ts', 'tables of every kind', ['get/cave-table-info']),
  ...together('test/tools/get/history.test.ts', 'logs of the same segments, against each other', [
    ...['get/original-seg-ids', 'get/seg-changelog', 'get/seg-edits'],
  ]),
  ...together('test/tools/get/states.test.ts', 'states of every form, read by both', [
    ...['get/anno-array-from-state-file', 'get/json-state-from-url'],
  ]),
  ...together('test/tools/make/files.test.ts', 'files made without the companion', [
    ...['get/skeleton-files', 'make/point-cloud-from-state-file', 'make/volume-packaging'],
  ]),
  ...together('test/contract/sidebar-tools.test.ts', 'what it plans is written by the sheet', [
    'gsheet/edits',
  ]),
  ...together('test/addon/tools/viewer.test.ts', 'the add-on feeds its window', ['view/visualize-skeletons']),
  ...together('test/cli/main.test.ts', 'the command line serves it', ['view/host-volume']),
  ...together('test/addon/jobs/companion-jobs.test.ts', 'a job is tested with the sheet that it fills', [
    ...['jobs/hits', 'jobs/triage'],
  ]),
  ...together('test/companion/columns/kinds.test.ts', 'the companion answers the whole column', [
    ...['jobs/contributors', 'jobs/partners', 'jobs/pictures'],
  ]),
  ...together('test/contract/job.test.ts', 'a job is tested with the sheet that it fills', [
    ...['jobs/details', 'jobs/current'],
  ]),
  ...together('test/contract/anchors.test.ts', 'a job is tested with the sheet that it fills', [
    'jobs/anchors',
  ]),
  ...together('test/contract/doctor.test.ts', 'a job is tested with the sheet that it fills', [
    'jobs/doctor',
  ]),
  ...together('test/contract/links.test.ts', 'a job is tested with the sheet that it fills', ['jobs/links']),
];
