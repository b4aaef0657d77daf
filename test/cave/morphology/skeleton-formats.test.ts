/** Skeletons as they come: hex, gzip and HDF5, every way they can be damaged, and who is called soma. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Skeleton } from '../../../src/cave/morphology/skeleton';
import { skeletonCableLength } from '../../../src/cave/morphology/skeleton';
import { readFlatdict, readHdf5, readHex } from '../../../src/cave/morphology/skeleton-formats';
import type { Id } from '../../../src/core/ids';
import { FLAT, FLAT_ID, hex } from '../skeleton-support';

const read = (text: string) => readHex(text, FLAT_ID);
const whole = (text: string) => {
  const found = read(text);
  if (typeof found === 'string') throw new Error(`unreadable: ${found}`);
  return found;
};

describe('a flatdict', () => {
  test('is read; a radius that is not a number does no harm', () => {
    const skeleton = whole(hex(FLAT));
    expect(skeleton).toEqual({
      edges: [
        [1, 0],
        [2, 1],
      ],
      vertices: [
        [0, 0, 0],
        [3, 4, 0],
        [3, 4, 12],
      ],
      root: 0,
      soma: null,
      radius: [3500, 0, 118],
      compartment: [0, 0, 0],
    });
    expect(skeletonCableLength(skeleton)).toBe(17);
    expect(readFlatdict(gzipSync(FLAT), FLAT_ID)).toEqual(skeleton);
  });
  test('infinite radii are no radii', () => {
    const text = FLAT.replace('[3500.0,NaN,118.0]', '[Infinity,-Infinity,118.0]');
    expect(whole(hex(text)).radius).toEqual([0, 0, 118]);
  });
  test('in capitals too', () => {
    expect(whole(`1f8b${hex(FLAT).slice(4).toUpperCase()}`)).toEqual(whole(hex(FLAT)));
  });
  test.each<[string, string]>([
    ['nothing', ''],
    ['a marker', 'invalid_rid'],
    ['null in hex', Buffer.from('null').toString('hex')],
    ['no gzip file', Buffer.from('0 1 6 a plain SWC file').toString('hex')],
    ['a cut gzip file', hex(FLAT).slice(0, 200)],
    ['half a byte', hex(FLAT).slice(0, -1)],
    ['a changed byte', hex(FLAT).replace(/.{60}$/, (end) => (end[0] === '0' ? '1' : '0') + end.slice(1))],
    ['not hex', `1f8b${'zz'.repeat(40)}`],
  ])('%s: the transfer is damaged', (_words, text) => {
    expect(read(text)).toBe('transfer');
  });
  test.each<[string, string]>([
    ['no JSON', hex('not JSON at all')],
    ['null', hex('null')],
    ['a list', hex('[1,2,3]')],
    ['no vertices', hex(FLAT.replace('"vertices"', '"Vertices"'))],
    ['no edges', hex(FLAT.replace('"edges"', '"edge"'))],
    ['no root', hex(FLAT.replace('"root"', '"roots"'))],
    ['a renamed property', hex(FLAT.replace('"radius"', '"radius_x"'))],
    ['a radius too few', hex(FLAT.replace(',118.0]', ']'))],
    ['a negative radius', hex(FLAT.replace('118.0', '-118.0'))],
    ['an edge twice', hex(FLAT.replace('[2,1]', '[2,1],[1,2]'))],
    ['a root that is no vertex', hex(FLAT.replace('"root":0', '"root":3'))],
    ['another segment', hex(FLAT.replace('864691135122603047', '864691135122603048'))],
    ['a rounded id', hex(FLAT.replace('864691135122603047', '8.64691135122603e17'))],
    ['a vertex that is not finite', hex(FLAT.replace('12.0', 'NaN'))],
    ['a vertex of two', hex(FLAT.replace('[0.0,0.0,0.0]', '[0.0,0.0]'))],
    ['an edge to nowhere', hex(FLAT.replace('[2,1]', '[9,1]'))],
    ['an edge to a hole', hex(FLAT.replace('[2,1]', '[null,1]'))],
    ['an edge of one', hex(FLAT.replace('[2,1]', '[2]'))],
  ])('%s: the content is damaged', (_words, text) => {
    expect(read(text)).toBe('content');
  });
  test('a skeleton without edges has no length', () => {
    const one = '{"meta":{},"root":0,"vertices":[[1,2,3]],"edges":[]}';
    expect(skeletonCableLength(whole(hex(one)))).toBe(0);
  });
});

describe('the soma is where the meta data say, and nowhere else', () => {
  const flat = (root: number, codes: number[], soma: string) =>
    read(
      hex(
        FLAT.replace('"soma_pt_x":null', soma)
          .replace('"root":0', `"root":${root}`)
          .replace('"radius"', `"compartment":[${codes}],"radius"`),
      ),
    );
  const none = '"soma_pt_x":null,"soma_pt_y":null,"soma_pt_z":null';
  const known = '"soma_pt_x":3.5,"soma_pt_y":4.0,"soma_pt_z":0.0';
  test.each<[string, number, number[], string, number[] | null, number[]]>([
    ['none, and yet the root has its code', 1, [3, 1, 2], none, null, [3, 0, 2]],
    ['none, root at vertex 0', 0, [3, 3, 2], none, null, [3, 3, 2]],
    ['known, at the root', 1, [3, 1, 2], known, [3.5, 4, 0], [3, 1, 2]],
    ['known, root at vertex 0 without its code', 0, [3, 3, 2], known, [3.5, 4, 0], [1, 3, 2]],
  ])('%s', (_words, root, codes, meta, soma, compartment) => {
    expect(flat(root, codes, meta)).toMatchObject({ root, soma, compartment });
  });
  test.each(['"soma_pt_x":3.5,"soma_pt_y":null', known.replace('4.0', 'NaN')])('%s is damaged', (meta) => {
    expect(flat(1, [3, 1, 2], meta)).toBe('content');
  });
});

/** The segment of all of h5py’s files. */
const H5_ID = '720575941519923628' as Id;

describe('files that h5py wrote', () => {
  const folder = join(__dirname, 'h5py');
  const facts = JSON.parse(readFileSync(join(folder, 'facts.json'), 'utf8')) as Record<
    string,
    {
      vertices: number;
      length: number;
      root: number;
      last: number[];
      edge: number[] | null;
      radius: number;
      compartment: number;
    }
  >;
  test.each(Object.keys(facts))('%s: h5py’s own figures, in gzip and without', (name) => {
    const packed = new Uint8Array(readFileSync(join(folder, `${name}.h5.gz`)));
    const skeleton = readHdf5(packed, H5_ID) as Skeleton;
    expect(readHdf5(new Uint8Array(gunzipSync(packed)), H5_ID)).toEqual(skeleton);
    const { vertices, length, root, last, edge, radius, compartment } = facts[name]!;
    expect([skeleton.vertices.length, skeleton.root]).toEqual([vertices, root]);
    expect(skeletonCableLength(skeleton)).toBeCloseTo(length, 6);
    expect(skeleton.vertices.at(-1)).toEqual(last);
    expect(skeleton.edges.at(-1) ?? null).toEqual(edge);
    expect([skeleton.radius.at(-1), skeleton.compartment.at(-1)]).toEqual([radius, compartment]);
    if (vertices > 2) expect(skeleton.radius.slice(1, 3)).toEqual([0, 0]);
    const somata = skeleton.compartment.flatMap((code, i) => (code === 1 ? [i] : []));
    expect([skeleton.soma, somata]).toEqual(
      name === 'soma' ? [[500001.5, 600002.25, 200003], [root]] : [null, []],
    );
  });
});
