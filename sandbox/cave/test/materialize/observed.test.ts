/** What MaterializationEngine 5.26.4 was seen to answer on 2026-11-30, beside the rows of services/materialize.test.ts. */
import { tableFromIPC } from 'apache-arrow';
import { ask, fresh, header, jsonOf, NOW, textOf } from '../ask';

const sandbox = fresh();
const { truth } = sandbox;
const M = '/materialize/api/v3/datastack/brain_and_nerve_cord';
const [expiredVersion, middle, newest] = truth.versions;
const JSON_ARGS = 'return_pyarrow=false&direct_sql_pandas=true';
const ALLOW = `${JSON_ARGS}&allow_invalid_root_ids=true&allow_missing_lookups=true`;
const TAGS = 'neuron_tags';

type Row = Record<string, unknown>;
const bare = (body: Row): string => JSON.stringify(body).replace(/"(\d{15,})"/g, '$1');
const post = (path: string, body: Row, args = JSON_ARGS) =>
  ask(sandbox, `${M}${path}?${args}`, { body: bare(body) });
const frozen = (name: string, body: Row = {}, version = newest!.version, args = JSON_ARGS) =>
  post(`/version/${version}/table/${name}/query`, body, args);
const live = (body: Row, args = ALLOW, time = NOW) =>
  post('/query', { table: TAGS, timestamp: new Date(time).toISOString(), ...body }, args);
const rows = (reply: ReturnType<typeof ask>): Row[] => {
  if (reply.status !== 200) throw new Error(textOf(reply));
  return jsonOf(reply) as unknown as Row[];
};
const message = (reply: ReturnType<typeof ask>): string => {
  expect(reply.status).toBe(500);
  return String((jsonOf(reply) as Row).message);
};
const ids = (list: Row[]): string[] => list.map((row) => String(row.id)).sort();
const warnings = (reply: ReturnType<typeof ask>): string[] => header(reply, 'warning');
const of = (name: string, value: unknown) => ({ [TAGS]: { [name]: value } });

describe('versions', () => {
  test('an expired one is listed on request alone, and its query fails in the database', () => {
    const numbers = (path: string) => jsonOf(ask(sandbox, `${M}${path}`)) as number[];
    expect(numbers('/versions')).toEqual([middle!.version, newest!.version]);
    expect(numbers('/versions?expired=true')).toEqual([
      expiredVersion!.version,
      middle!.version,
      newest!.version,
    ]);
    expect(jsonOf(ask(sandbox, `${M}/version/${expiredVersion!.version}`))).toMatchObject({
      valid: false,
      status: 'EXPIRED',
    });
    expect(message(frozen('cell_info', {}, expiredVersion!.version))).toMatch(
      /^Execution failed on sql 'SELECT /,
    );
  });

  test('merged: no created, no superceded_id; unmerged: both, and the segmentation’s columns last', () => {
    const [flat] = rows(frozen(TAGS, { limit: 1 }));
    expect(Object.keys(flat!).slice(0, 3)).toEqual(['id', 'valid', 'pt_position_x']);
    const [split] = rows(frozen(TAGS, { limit: 1 }, middle!.version));
    expect(Object.keys(split!).slice(0, 4)).toEqual(['id', 'created', 'superceded_id', 'valid']);
    expect(Object.keys(split!).slice(-2)).toEqual(['pt_supervoxel_id', 'pt_root_id']);
    expect(message(frozen(TAGS, { filter_greater_dict: of('created', '2025-01-01') }))).toMatch(
      /^created not in model/,
    );
  });

  test('rows not looked up have 1 in an unmerged version, rows outside 0', () => {
    const roots = (version: number) =>
      rows(frozen(TAGS, { select_columns: ['id', 'pt_root_id'] }, version)).map((row) =>
        String(row.pt_root_id),
      );
    expect(roots(middle!.version).filter((root) => root === '1')).toHaveLength(4);
    expect(roots(newest!.version).filter((root) => root === '1')).toHaveLength(0);
    expect(roots(newest!.version).filter((root) => root === '0').length).toBeGreaterThan(0);
  });

  test('a table that began later is in none; a private one is refused', () => {
    expect(message(frozen('young_tags'))).toMatch(/^404 Not Found: Analysis table 'young_tags' not found/);
    expect(message(frozen('private_tags'))).toMatch(/^401 Unauthorized/);
  });

  test('positions at 8 × 8 × 45 with points that are null; the wanted resolution takes three numbers', () => {
    const reply = frozen('nuclei_v1', { limit: 20 });
    expect(header(reply, 'dataframe_resolution')).toEqual(['8.0', '8.0', '45.0']);
    expect(rows(reply).some((row) => row.bb_start_position_x === null)).toBe(true);
    const fine = rows(frozen('nuclei_v1', { limit: 1, desired_resolution: [4, 4, 45] }))[0]!;
    expect(fine.pt_position_x).toBe(Number(rows(reply)[0]!.pt_position_x) * 2);
    expect(frozen('nuclei_v1', { desired_resolution: [4, 4] }).status).toBe(500);
  });

  test('values of a wrong type and bad expressions fail in the database', () => {
    for (const body of [
      { filter_in_dict: of('user_id', ['abc']) },
      { filter_equal_dict: of('tag', 5) },
      { filter_greater_dict: of('checked', 1) },
      { filter_regex_dict: of('tag', '(') },
      { filter_regex_dict: of('tag', '\\p{L}') },
    ]) {
      expect(message(frozen(TAGS, body))).toMatch(/^Execution failed on sql 'SELECT /);
    }
  });

  test.each<[string, RegExp]>([
    ['\\yb7', /b7/],
    ['\\bb7', /never/],
    ['(?i)WORD', /word/i],
    ['^see\\s', /^see/],
    ['b{1}oun', /boun/],
    ['[[:upper:]]{3}', /GNG/],
  ])('the expression %s is PostgreSQL’s', (text, plain) => {
    const all = rows(frozen(TAGS));
    const found = rows(frozen(TAGS, { filter_regex_dict: of('note', text) }));
    expect(ids(found)).toEqual(ids(all.filter((row) => plain.test(String(row.note)))));
  });
});

describe('views', () => {
  const V = `/version/${newest!.version}/views`;
  const arrow = 'return_pyarrow=true&arrow_format=true&ipc_compress=false';
  const typesOf = (body: Uint8Array) =>
    Object.fromEntries(tableFromIPC(body).schema.fields.map(({ name, type }) => [name, String(type)]));

  test('whole numbers of 64 bits, doubles; an empty one knows positions alone', () => {
    expect(typesOf(post(`${V}/neuron_tag_counts/query`, { limit: 3 }, arrow).body)).toMatchObject({
      pt_root_id: 'Int64',
      n: 'Int64',
      share: 'Float64',
      pt_position_x: 'Int32',
    });
    expect(typesOf(post(`${V}/unused_tags/query`, {}, arrow).body)).toMatchObject({
      pt_root_id: 'Null',
      n: 'Null',
      pt_position_x: 'Int32',
    });
  });

  test('it counts what the table holds', () => {
    const counts = rows(post(`${V}/neuron_tag_counts/query`, {}));
    const whole = rows(frozen(TAGS));
    expect(counts.reduce((sum, row) => sum + Number(row.n), 0)).toBe(whole.length);
  });
});

describe('joins', () => {
  test('no superceded_id in either form, the referred table’s columns first', () => {
    const body = {
      tables: [
        ['neuron_tag_notes', 'target_id'],
        [TAGS, 'id'],
      ],
      suffix_map: { neuron_tag_notes: '', [TAGS]: '_ref' },
    };
    for (const version of [middle!.version, newest!.version]) {
      const [first] = rows(post(`/version/${version}/query`, body));
      const names = Object.keys(first!);
      expect(names.some((name) => name.startsWith('superceded_id'))).toBe(false);
      expect(names[0]).toBe('id_ref');
    }
    const alone = post(`/version/${newest!.version}/query`, {
      ...body,
      select_column_map: { [TAGS]: ['tag'] },
    });
    expect(message(alone)).toMatch(/has no attribute 'tag'/);
  });
});

describe('live', () => {
  /** Rows of the table at a time, by the world itself. */
  const existing = (time: number) => {
    const all = rows(live({ select_columns: { [TAGS]: ['id', 'tag'] } }, ALLOW, time));
    return ids(all);
  };

  test('rows come and go with created and deleted', () => {
    const now = existing(NOW);
    const then = ids(rows(frozen(TAGS)));
    expect(now).not.toEqual(then);
    expect(now.length).toBeGreaterThan(then.length);
    expect(existing(Date.UTC(2024, 0, 1))).toEqual([]);
    expect(existing(newest!.time + 2)).toEqual(then);
  });

  test('rows past 2^53 keep their digits', () => {
    const wide = existing(NOW).filter((id) => BigInt(id) > 2n ** 53n);
    expect(wide.some((id) => BigInt(id) % 2n === 1n)).toBe(true);
    expect(new Set(wide).size).toBe(wide.length);
  });

  test('a filter on a column that is not selected is a KeyError; expressions and boxes are not', () => {
    const select_columns = { [TAGS]: ['id', 'valid'] };
    for (const filter of [
      { filter_equal_dict: of('tag', 'motor') },
      { filter_in_dict: of('tag', ['motor']) },
      { filter_greater_dict: of('score', 3) },
    ]) {
      expect(message(live({ select_columns, ...filter }))).toMatch(/^'(tag|score)'$/);
    }
    expect(rows(live({ select_columns, filter_regex_dict: of('tag', '^mot') })).length).toBeGreaterThan(0);
    expect(message(live({ select_columns: { [TAGS]: ['tag', 'note'] } }))).toBe("'id'");
    expect(message(live({ select_columns: { [TAGS]: ['id', 'pt_supervoxel_id'] } }))).toBe("'pt_root_id'");
  });

  test('the cap meets the version’s rows and the changed rows apart, in words of its own', () => {
    sandbox.setFaults({ rowCap: 60 });
    const reply = live({ select_columns: { [TAGS]: ['id', 'tag'] } });
    sandbox.setFaults({});
    expect(rows(reply).length).toBeGreaterThan(60);
    expect(warnings(reply)).toEqual([
      `result has 60 entries, which is equal or more ${' '.repeat(8)}than limit of 60 there may be more results which are not shown`,
      `result has 60 entries, which is equal or more ${' '.repeat(4)}than limit of 60 there may be more results which are not shown`,
    ]);
  });

  test('a limit loses rows of a root without a word where a changed row is not looked up', () => {
    const whole = rows(live({ select_columns: { [TAGS]: ['id', 'pt_root_id'] } }));
    const fresh = whole.filter((row) => BigInt(String(row.id)) > 2n ** 53n && String(row.pt_root_id) !== '0');
    const lostRows = [...new Set(fresh.map((row) => String(row.pt_root_id)))].flatMap((root) => {
      const question = { filter_in_dict: of('pt_root_id', [root]) };
      const expected = ids(whole.filter((row) => String(row.pt_root_id) === root));
      expect(ids(rows(live(question)))).toEqual(expected);
      const reply = live({ ...question, limit: 80 });
      const capped = warnings(reply).some((text) => text.startsWith('result has'));
      return !capped && rows(reply).length < expected.length ? [root] : [];
    });
    expect(lostRows.length).toBeGreaterThan(0);
  });

  test('a limit shows in no answer of one plain filter more than the rows of both parts', () => {
    expect(rows(live({ limit: 3 })).length).toBeLessThanOrEqual(6);
  });

  test('beside root ids a comparison fails, a root’s comparison is checked as a root', () => {
    const [root] = truth.sampleCurrent(1);
    const filter_in_dict = of('pt_root_id', [root]);
    expect(message(live({ filter_in_dict, filter_greater_dict: of('score', 1) }))).toMatch(/adapt type/);
    expect(message(live({ filter_greater_dict: of('pt_root_id', 5) }))).toMatch(/^ALL root id filters/);
    const reply = live({ filter_in_dict: of('pt_root_id', [Number(5), '0']) });
    expect(reply.status).toBe(500);
  });

  test('a version’s own time, a date alone, an empty list of ids, an empty table, a table of no version', () => {
    const at = (text: string, body: Row = {}) =>
      post('/query', { table: TAGS, timestamp: text, ...body }, ALLOW);
    const own = `${new Date(newest!.time).toISOString().slice(0, -1)}456`;
    expect(message(at(own))).toMatch(/^400 Bad Request: do not use live live query/);
    expect((jsonOf(at('2026-06-10')) as Row).schema_errors).toEqual({ timestamp: ['Not a valid datetime.'] });
    expect(message(live({ filter_in_dict: of('pt_root_id', []) }))).toMatch(/^ALL root id filters passed/);
    expect(message(live({ table: 'empty_tags' }))).toMatch(/returned no results$/);
    const young = { table: 'young_tags', select_columns: { young_tags: ['id', 'tag'] } };
    expect(message(live(young))).toMatch(/not found in axis/);
  });

  test('only new rows: they have created and no superceded_id', () => {
    const last = ids(rows(frozen(TAGS))).reduce((a, b) => (BigInt(a) > BigInt(b) ? a : b));
    const fresh = rows(live({ filter_greater_dict: of('id', last) }));
    expect(fresh.length).toBeGreaterThan(5);
    expect(Object.keys(fresh[0]!)).toContain('created');
    expect(Object.keys(fresh[0]!)).not.toContain('superceded_id');
    expect(Object.keys(rows(live({}))[0]!)).not.toContain('created');
  });

  test('without a root column the rows that are not looked up are there', () => {
    const plain = live({ select_columns: { [TAGS]: ['id', 'tag'] } });
    const withRoots = live({ select_columns: { [TAGS]: ['id', 'pt_root_id'] } });
    expect(rows(plain).length - rows(withRoots).length).toBe(10);
    expect(warnings(withRoots)).toEqual([expect.stringMatching(/^There are 10 annotations that need/)]);
    expect(message(live({}, JSON_ARGS))).toMatch(/^406 Not Acceptable: There are 10 annotations/);
    // Of an unmerged version they are never forgiven.
    expect(message(live({}, ALLOW, middle!.time + 3_600_000))).toMatch(/^406 Not Acceptable: There are 4/);
  });

  test('rows may be changed at run time', () => {
    const other = fresh();
    const before = other.truth.synapses('720575941609391725')!;
    const { ids: newIds } = other.changeRows({ table: 'synapses_v2', add: 30, missing: 2 });
    expect(newIds).toHaveLength(30);
    const [root] = other.truth.sampleCurrent(1) as [string];
    other.changeRows({ table: 'synapses_v2', remove: ['1'], lookUp: true });
    expect(other.truth.synapses('720575941609391725')).toEqual(before);
    expect(other.truth.synapses(root)).not.toBeNull();
  });
});
