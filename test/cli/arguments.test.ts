/** Words to values: by order and name, from files and what is piped in. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from '../../src/cli/arguments';
import type { AnyTool } from '../../src/tools/declaration/declare';
import { findTool } from '../../src/tools/registry';

const folder = mkdtempSync(join(tmpdir(), 'tracertools-arguments-'));
const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const [A, B] = ['720575941609391725', '720575941473274509'];

async function read(name: string, words: string[], { input = '', columns = [] as string[] } = {}) {
  const tool = findTool('commandLine', name) as AnyTool;
  const remarks: string[] = [];
  const values = await readArguments(tool, words, {
    input: async () => Buffer.from(input),
    columns,
    remark: (text) => remarks.push(text),
  });
  return { values, remarks };
}
const valuesOf = async (...call: Parameters<typeof read>) => (await read(...call)).values;

test('in order, by name, and both', async () => {
  expect(await valuesOf('get_current_seg_ids', [`${A},${B}`, 'TRUE'])).toEqual([
    [[A], [B]],
    'TRUE',
    undefined,
    undefined,
    undefined,
  ]);
  expect(await valuesOf('get_current_seg_ids', ['full_list=TRUE', A])).toEqual([
    [[A]],
    undefined,
    'TRUE',
    undefined,
    undefined,
  ]);
  expect(await valuesOf('make_ng_link', [A, 'colors=palette; regions=yes'])).toEqual([
    [[A]],
    [['colors=palette; regions=yes']],
    undefined,
  ]);
  expect(await valuesOf('get_json_state_from_url', ['https://x.example/?a=b'])).toEqual([
    'https://x.example/?a=b',
    undefined,
  ]);
  expect(await valuesOf('get_config', ['key=a=b'])).toEqual(['a=b', undefined]);
});

test('a file to upload is its path, or what is piped in', async () => {
  const upload = (word: string) =>
    valuesOf('bucket_upload_file', [word, 'gs://b/x', 'name=a'], { input: 'hi' });
  const [piped, ...rest] = await upload('-');
  expect([piped, rest.slice(0, 2)]).toEqual(['base64:aGk=', ['gs://b/x', 'a']]);
  expect((await upload('@-'))[0]).toBe(piped);
  const path = write('up.txt', 'x');
  expect((await upload(path))[0]).toBe(path);
  await expect(upload(join(folder, 'none'))).rejects.toThrow(/^local_path: there is no file or folder/);
  await expect(valuesOf('bucket_upload_file', ['-', 'gs://b/x'], { input: '' })).rejects.toThrow(/is empty/);
});

test('ids from a file by its name or @, from what is piped in; points and lines likewise', async () => {
  const list = write('list.txt', `${A}\r\n${B}\r\n`);
  const expected = [[[A], [B]], undefined];
  expect(await valuesOf('check_seg_freshness', [list])).toEqual(expected);
  expect(await valuesOf('check_seg_freshness', [`@${list}`])).toEqual(expected);
  expect(await valuesOf('check_seg_freshness', [`ids=${list}`])).toEqual(expected);
  expect(await valuesOf('check_seg_freshness', ['-'], { input: `["${A}","${B}"]` })).toEqual(expected);
  expect(await valuesOf('get_original_seg_ids', [list])).toEqual(expected);
  const points = write('points.csv', 'x,y,z\n1,2,3\n');
  expect((await valuesOf('get_roots_from_points', [points]))[0]).toEqual([['1', '2', '3']]);
  const paths = write('paths.txt', 'a/1:0\nb, c/2:0\n');
  expect((await valuesOf('bucket_convert_colons', [`@${paths}`]))[0]).toEqual([['a/1:0'], ['b, c/2:0']]);
  expect((await valuesOf('bucket_convert_colons', [paths]))[0]).toEqual([[paths]]);
  expect((await valuesOf('check_links', ['-'], { input: 'https://a.example/?x=1,2\n' }))[0]).toEqual([
    ['https://a.example/?x=1,2'],
  ]);
});

test('the column that is named, for one argument or for a certain one; which was read is said', async () => {
  const pairs = write('pairs.csv', `pre,post\n${A},${B}\n`);
  expect(await read('check_seg_freshness', [pairs], { columns: ['post'] })).toEqual({
    values: [[[B]], undefined],
    remarks: ['pairs.csv: 1 row of the column post'],
  });
  expect((await valuesOf('check_seg_freshness', [pairs], { columns: ['ids=pre'] }))[0]).toEqual([[A]]);
  const links = write('links.csv', 'name,link\na,https://a.example\n');
  expect((await valuesOf('check_links', [`@${links}`], { columns: ['link'] }))[0]).toEqual([
    ['https://a.example'],
  ]);
});

test('a state is the text of its file, a mesh the bytes', async () => {
  const state = write('state.json', Buffer.from('\ufeff{"layers": []}', 'utf16le'));
  expect((await valuesOf('get_anno_array_from_state_file', [state]))[0]).toBe('{"layers": []}');
  const mesh = write('m.obj', 'v 0 0 0\n');
  expect((await valuesOf('get_seg_mesh', [mesh]))[0]).toMatch(/^base64:diAwIDAgMAo=/);
  for (const source of [
    'segments',
    'precomputed://gs://b/x',
    'https://x.example/m|neuroglancer-precomputed:',
  ]) {
    expect((await valuesOf('get_seg_mesh', [source]))[0]).toBe(source);
  }
});

test.each([
  ['check_seg_freshness', ['@none.txt'], /^ids: there is no file none.txt/],
  ['check_seg_freshness', ['none.csv'], /^ids: there is no file none.csv/],
  ['check_seg_freshness', ['./none'], /^ids: there is no file .\/none/],
  ['get_seg_mesh', ['none'], /^mesh: there is no file none/],
  ['get_seg_mesh', [folder], /is a folder, not a file/],
  ['get_json_state_from_url', ['states/view.json'], /there is no file/],
  ['bucket_copy_folder', ['none', 'gs://lab/x'], /^folder_path: there is no file or folder none/],
  ['bucket_move_file', ['./none.txt', 'other'], /^file_path: there is no file or folder .\/none.txt/],
  ['bucket_rename_file', ['file:///none', 'x'], /^file_path: there is no file or folder file:\/\/\/none/],
  ['bucket_delete_file', ['none'], /^file_path: there is no file or folder none/],
  ['bucket_delete_folder', ['none/', 'none'], /^folder_path: there is no file or folder none\//],
  ['bucket_upload_file', ['none', 'gs://lab/x'], /^local_path: there is no file or folder none/],
  ['bucket_upload_folder', ['none', 'gs://lab/x'], /^local_path: there is no file or folder none/],
  ['bucket_download_folder', ['none', 'x'], /^bucket_path: there is no file or folder none/],
  ['bucket_list', ['none'], /^path: there is no file or folder none/],
  ['check_seg_freshness', ['@'], /there is no file/],
  ['check_seg_freshness', ['-'], /ids: the input is empty/],
  ['calc_skeleton_mesh_intersect', ['-', '-'], /two arguments are "-"/],
  ['check_seg_freshness', [A, 'a', 'b'], /"b" is one argument too many/],
  ['get_supported_configs', ['x'], /takes no arguments/],
  ['check_seg_freshness', ['id=1'], /has no argument id: did you mean ids\?/],
  ['get_current_seg_ids', [A, 'ratio=1'], /has no argument ratio: did you mean include_ratio\?/],
  ['check_seg_freshness', [A, `ids=${B}`, `ids=${A}`], /ids is given twice/],
] as [string, string[], RegExp][])('%s %j is refused', async (name, words, message) => {
  await expect(read(name, words)).rejects.toThrow(message);
});

test('paths that are there, or are made, are taken as they are; one that is stored compressed has another name', async () => {
  write('info.gz', 'x');
  const info = join(folder, 'info');
  expect(await valuesOf('bucket_upload_file', [info, 'gs://lab/x'])).toEqual(expect.arrayContaining([info]));
  expect(await valuesOf('bucket_copy_folder', [folder, 'not/there'])).toEqual(
    expect.arrayContaining([folder, 'not/there']),
  );
  expect(await valuesOf('bucket_copy_folder', ['gs://lab/x', 'y'])).toEqual(
    expect.arrayContaining(['gs://lab/x', 'y']),
  );
});

test('an empty file, and one that is no text', async () => {
  await expect(read('check_seg_freshness', [write('empty.txt', '')])).rejects.toThrow(
    'ids: empty.txt is empty',
  );
  await expect(read('check_seg_freshness', [write('blank.txt', '\n \n')])).rejects.toThrow(
    'ids: there is nothing in blank.txt',
  );
  const picture = write('p.txt', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d]));
  await expect(read('check_seg_freshness', [picture])).rejects.toThrow(/p.txt is neither UTF-8 nor UTF-16/);
});
