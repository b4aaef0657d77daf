/** Damaged files of volumes: labels, meshes and skeletons are the right ones, or the file is named as damaged. */
import { rng } from '@tracer-tools/cave/rng';
import { TtError } from '../../src/core/errors';
import { parseJson, type Writable, writeJson } from '../../src/core/json';
import type { Work } from '../../src/http/work';
import { gcsStore } from '../../src/volumes/gcs/gcs';
import { labelsAt } from '../../src/volumes/labels/labels-at';
import { readMesh } from '../../src/volumes/meshes/read-mesh';
import { readVolumeInfo } from '../../src/volumes/precomputed/info';
import { openSkeletons, readSkeletons } from '../../src/volumes/skeletons/read-skeletons';
import { shardingFor, skeletonFiles } from '../../src/volumes/skeletons/write-skeletons';
import { newVolumeInfo } from '../../src/volumes/writing/volume-files';
import { ORIGIN, serve } from '../volumes/store';
import { KINDS, type Kind } from './damage';

type Files = Map<string, Uint8Array>;
const utf8 = (value: unknown): Uint8Array => new TextEncoder().encode(writeJson(value as Writable));
const ID = '720575940600000007' as never;
const place = { url: ORIGIN };

const voxels = Uint8Array.from(
  new Uint8Array(BigUint64Array.from({ length: 64 }, (_, i) => 720575940600000000n + BigInt(i)).buffer),
);
/** Two triangles with the four vertices of a square that stands at x. */
function fragment(x: number): Uint8Array {
  const bytes = new ArrayBuffer(4 + 48 + 24);
  new Uint32Array(bytes, 0, 1)[0] = 4;
  new Float32Array(bytes, 4, 12).set([x, 0, 0, x + 8, 0, 0, x + 8, 8, 0, x, 8, 0]);
  new Uint32Array(bytes, 52).set([0, 1, 2, 0, 2, 3]);
  return new Uint8Array(bytes);
}
const tree = {
  vertices: Float64Array.from([0, 0, 0, 3, 4, 0, 3, 4, 12]),
  edges: Uint32Array.from([1, 0, 2, 1]),
  radius: Float64Array.from([5, 6, 7]),
};
const skeletons = (sharding = false): Files =>
  new Map(
    skeletonFiles(new Map([[ID, tree]]), sharding ? shardingFor(1) : null).map(({ path, bytes }) => [
      path,
      bytes,
    ]),
  );
const volume = newVolumeInfo({
  resolution: [4, 4, 40],
  size: [4, 4, 4],
  offset: [8, 16, 24],
  chunk: [4, 4, 4],
  mesh: 'mesh',
});
const scale = (volume.scales as { key: string }[])[0]!.key;

/** The objects that are read, and the work that reads them. */
const READERS: [name: string, Files, () => Work<unknown>][] = [
  [
    'labels',
    new Map([
      ['info', utf8(volume)],
      [`${scale}/8-12_16-20_24-28`, voxels],
    ]),
    function* () {
      const info = yield* readVolumeInfo(place);
      return yield* labelsAt(info, info.scales[0]!, [
        [8, 16, 24],
        [11, 19, 27],
      ]);
    },
  ],
  [
    'a legacy mesh',
    new Map([
      ['info', utf8(volume)],
      ['mesh/info', utf8({ '@type': 'neuroglancer_legacy_mesh' })],
      [`mesh/${ID}:0`, utf8({ fragments: ['a:0', 'b:0'] })],
      ['mesh/a:0', fragment(0)],
      ['mesh/b:0', fragment(8)],
    ]),
    () => readMesh(place, ID, {}),
  ],
  ...([false, true] as const).map((sharded): (typeof READERS)[number] => [
    sharded ? 'skeletons in shards' : 'skeletons',
    skeletons(sharded),
    function* () {
      const found = yield* readSkeletons(yield* openSkeletons(place), [ID]);
      return found.get(ID) ?? new TtError('UNKNOWN', `there is no skeleton of ${ID}`);
    },
  ]),
  [
    'a listing',
    new Map([
      [
        'storage/v1/b/b/o',
        utf8({
          kind: 'storage#objects',
          prefixes: ['x/y/'],
          items: [
            { name: 'x/a', size: '12', generation: '1', updated: '2026-01-01' },
            { name: 'x/b', size: '7', generation: '2', updated: '2026-01-01' },
          ],
        }),
      ],
    ]),
    () => gcsStore('b').list('x/', { delimiter: '/' }),
  ],
];

type Outcome = { value: string } | { error: string } | { crash: string };
function outcome(files: Files, read: () => Work<unknown>): Outcome {
  try {
    const origin = files.has('storage/v1/b/b/o') ? 'https://storage.googleapis.com' : ORIGIN;
    const value = serve((path) => files.get(path) ?? null, 404, origin).run(read());
    if (value instanceof TtError) return { error: value.message };
    const errors = Array.isArray(value) ? value.filter((one) => one instanceof TtError) : [];
    if (errors.length > 0) return { error: errors[0]!.message };
    return { value: JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? `${one}n` : one)) };
  } catch (error) {
    return error instanceof TtError ? { error: error.message } : { crash: String((error as Error).stack) };
  }
}

const isJson = (bytes: Uint8Array): boolean => {
  try {
    return typeof parseJson(new TextDecoder().decode(bytes)) === 'object';
  } catch {
    return false;
  }
};

/** What another volume might hold: other numbers, other names. Of numbers in a row also any others of their length. */
function isPlausible(path: string, whole: Uint8Array, damaged: Uint8Array, { name, chance }: Kind): boolean {
  if (isJson(whole)) {
    if (!isJson(damaged)) return false;
    const ownNumbers = /info$/.test(path) || path.startsWith('storage');
    return chance === true || (ownNumbers && /negative number/.test(name));
  }
  // A fragment does not say how many triangles it has, and no number has a check digit.
  const [length, was] = [damaged.length, whole.length];
  return length === was || chance === true || (path.startsWith('mesh/') && (was - length) % 12 === 0);
}

/** Only a listing shows them: any text may be there. */
const SHOWN = /"(?:generation|updated)"/;

const total = { right: 0, error: 0 };
afterAll(() => {
  console.log(
    `volumes: ${total.error + total.right} damaged files: ${total.error} errors, ${total.right} right answers, 0 others`,
  );
});

test.each(READERS.map(([name, files, read], i) => [name, i + 1, files, read] as const))(
  '%s, seed %i',
  (_name, seed, files, read) => {
    const random = rng(seed);
    const whole = outcome(files, read);
    expect(whole).toHaveProperty('value');
    const wrong: string[] = [];
    for (const [path, bytes] of files) {
      for (const kind of KINDS) {
        const damaged = kind.damage(bytes, random);
        if (damaged === null || isPlausible(path, bytes, damaged, kind)) continue;
        const found = outcome(new Map([...files, [path, damaged]]), read);
        if ('value' in found && found.value === (whole as { value: string }).value) total.right++;
        else if ('error' in found) total.error++;
        else if (
          !(
            path.startsWith('storage') &&
            SHOWN.test(new TextDecoder().decode(bytes)) &&
            isJson(damaged) &&
            sameObjects(whole, found)
          )
        )
          wrong.push(`${kind.name}: ${path}: ${JSON.stringify(found).slice(0, 300)}`);
      }
    }
    expect(wrong).toEqual([]);
  },
);

/** The same names and sizes. */
function sameObjects(whole: Outcome, found: Outcome): boolean {
  const parts = (one: Outcome) =>
    'value' in one &&
    JSON.stringify(
      (JSON.parse(one.value) as { objects: { name: string; size: number }[] }).objects.map(
        ({ name, size }) => [name, size],
      ),
    );
  return parts(whole) !== false && parts(whole) === parts(found);
}
