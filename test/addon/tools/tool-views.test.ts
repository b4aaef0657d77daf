/** What the sidebar lists: every function that is on its surface, with its form. */
import { toolViews } from '../../../src/addon/tools/tool-views';
import { toolKey, toolsOn } from '../../../src/tools/registry';

test('every function of the surface has a form; those that write cells or open a window have no formula', () => {
  const views = toolViews();
  // What the form sends: a formula, or the name of a function without one.
  const names = views.map(({ name, formula }) => formula || name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(toolsOn('sidebar').map(toolKey));
  expect(names).not.toContain('host_ng_volume_locally');
  const files = toolsOn('sidebar').filter(({ kind }) => kind === 'files');
  expect(views.filter(({ formula }) => formula === '').map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      ...files.map(({ name }) => name),
      'gsheet_add_column',
      'gsheet_add_row',
      'visualize_skeletons',
    ]),
  );
  expect(views.filter(({ formula }) => formula === '')).toHaveLength(files.length + 3);
  expect(views.filter(({ writesTab }) => writesTab).map(({ formula }) => formula)).toEqual(
    expect.arrayContaining(['TT_TABLE', 'TT_SUPERVOXELS', 'TT_CONTRIBUTIONS']),
  );
});

test('what the companion does is marked, and what takes a file says which kind', () => {
  const views = toolViews();
  const by = (name: string) => views.find((view) => view.name === name);
  expect(by('triage_segs')).toMatchObject({ formula: 'TT_TRIAGE', heavy: 'short' });
  expect(by('count_user_sv_contribution')).toMatchObject({ heavy: 'long', writesTab: true });
  expect(by('make_mesh_from_points')).toMatchObject({ formula: '', makesFiles: true, heavy: 'short' });
  expect(by('get_volume')?.heavy).toBeUndefined();
  const files = by('make_bucket_volume_from_obj')?.params.filter(({ file }) => file === 'bytes');
  expect(files?.length).toBeGreaterThan(0);
});
