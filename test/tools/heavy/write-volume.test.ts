/**
 * A new volume whose store refuses in the middle, at every request: no folder reads as a volume that is not whole, the
 * message names the place and what to do, and the same call finishes when the refusal is lifted.
 */
import { asTtError, type TtError } from '../../../src/core/errors';
import { writeVolume } from '../../../src/tools/heavy/write-volume';
import type { VolumeFile } from '../../../src/volumes/objects/files';
import { REFUSALS, refuseAt, unfinishedOf } from './bucket/store-refusals';
import { type BucketBench, bucketBench } from './bucket/support';

const FILES: VolumeFile[] = [
  ['info', '{"type":"segmentation"}'],
  ['mesh/info', '{"@type":"neuroglancer_legacy_mesh"}'],
  ...Array.from({ length: 20 }, (_x, i): [string, string] => [`mesh/${i}:0`, `mesh ${i}`]),
].map(([path, text]) => ({
  path: path!,
  contentType: path!.endsWith('info') ? 'application/json' : 'application/octet-stream',
  bytes: new Uint8Array(Buffer.from(text!)),
}));

const stateOf = (bench: BucketBench): [string, string][] => [...bench.everything()].sort();
const whole = (folder: string): [string, string][] =>
  [
    ['gs://lab/other', 'others'] as [string, string],
    ...FILES.map(({ path, bytes }): [string, string] => [
      `${folder}/${path}`,
      Buffer.from(bytes).toString('latin1'),
    ]),
  ].sort();

function worldOf(): BucketBench {
  const bench = bucketBench();
  bench.put('gs://lab/other', 'others');
  return bench;
}

const write = (bench: BucketBench, folder: string): string =>
  bench.run(writeVolume(FILES, folder, { places: { aliases: {} }, progress: () => {} })).source;

function failureOf(bench: BucketBench, folder: string): TtError | null {
  try {
    write(bench, folder);
    return null;
  } catch (error) {
    return asTtError(error);
  }
}

describe.each(['gs://lab/new', 'nokura://lab/new'])('a volume in %s', (folder) => {
  const kind = folder.startsWith('gs:') ? 'gcs' : 's3';
  const undisturbed = worldOf();
  write(undisturbed, folder);
  afterAll(() => undisturbed.close());
  const requests = undisturbed.sent.filter(({ signFor }) => signFor === kind);

  test('undisturbed: every file is there, and the info comes last', () => {
    expect(stateOf(undisturbed)).toEqual(whole(folder));
    expect(requests.length).toBeGreaterThanOrEqual(FILES.length);
  });

  test.each(REFUSALS[kind].map((refusal) => [refusal.name, refusal] as const))(
    'refused at every request: %s',
    (_name, refusal) => {
      let refusals = 0;
      requests.forEach((_request, number) => {
        const bench = worldOf();
        const refused = refuseAt(bench, kind, refusal, number);
        const failure = failureOf(bench, folder);
        bench.intercept = null;
        if (refused.length > 0) {
          refusals++;
          const where = `request ${number}`;
          expect([where, failure?.message, failure?.transient]).toEqual([
            where,
            expect.stringMatching(refusal.says),
            refusal.isTransient === true,
          ]);
          expect(failure!.message).toContain(folder.replace('/new', ''));
          const expected = new Map(whole(folder));
          const now = stateOf(bench);
          for (const [address, text] of now)
            expect([address, text]).toEqual([address, expected.get(address)]);
          expect(now.map(([address]) => address)).not.toContain(`${folder}/info`);
          expect(unfinishedOf(bench)).toEqual([]);
          expect(failureOf(bench, folder)).toBeNull();
        }
        expect(stateOf(bench)).toEqual(whole(folder));
        bench.close();
      });
      // Nothing here is read, deleted or written in parts.
      const isPossible = !['archived', 'object lock', 'session gone', 'upload gone'].includes(refusal.name);
      expect(refusals > 0).toBe(isPossible);
    },
  );
});
