/** What every tool declares, whole and consistent: all surfaces are made from it. */
import { CODES } from '../../src/core/codes';
import type { ColumnJob } from '../../src/tools/declaration/column-job';
import { SURFACES, type Surface } from '../../src/tools/declaration/surfaces';
import { HEAVY, kernelsOf } from '../../src/tools/heavy';
import {
  type Declared,
  findTool,
  isOn,
  REGISTRY,
  requireTool,
  toolByFormula,
  toolKey,
  toolsOn,
} from '../../src/tools/registry';

const ALL = Object.keys(SURFACES) as Surface[];
const FORMULAS = toolsOn('formula');

test('formulas are unique and found by name', () => {
  const formulas = FORMULAS.map((tool) => tool.formula);
  expect(new Set(formulas).size).toBe(formulas.length);
  for (const tool of FORMULAS) expect(toolByFormula(tool.formula)).toBe(tool);
  expect(toolByFormula('TT_NOSUCH')).toBeNull();
});

test('a key is unique, and each surface finds by it what is on it and nothing else', () => {
  const keys = REGISTRY.map(toolKey);
  expect(new Set(keys).size).toBe(keys.length);
  for (const surface of ALL) {
    for (const tool of REGISTRY) {
      const found = findTool(surface, toolKey(tool));
      const on = (tool.surfaces as readonly Surface[]).includes(surface);
      expect([surface, toolKey(tool), found === tool]).toEqual([surface, toolKey(tool), on]);
    }
  }
});

test('what is elsewhere is refused in words that say where; what is nowhere is unknown', () => {
  expect(() => requireTool('commandLine', 'gsheet_add_row')).toThrow(
    'gsheet_add_row does not work on the command line, but in the sidebar',
  );
  expect(() => requireTool('formula', 'host_ng_volume_locally')).toThrow('but on the command line');
  expect(() => requireTool('sidebar', 'nope')).toThrow('there is no function "nope"');
  expect(() => requireTool('columnJob', 'nope')).toThrow('there is no job "nope"');
});

/** The kinds that a surface can call. */
const KINDS: Record<Surface, Declared['kind'][]> = {
  formula: ['rows', 'table'],
  sidebar: ['rows', 'table', 'files', 'edit', 'window'],
  columnJob: ['columnJob'],
  commandLine: ['rows', 'table', 'files', 'server'],
  companion: ['rows', 'table', 'files'],
};

test.each(ALL)('%s: its tools are of kinds that it can call, once each', (surface) => {
  const tools: Declared[] = toolsOn(surface);
  expect(tools.length).toBeGreaterThan(0);
  for (const { kind } of tools) expect(KINDS[surface]).toContain(kind);
});

test('whatever has a formula is one, and nothing else is', () => {
  for (const tool of REGISTRY) {
    expect([tool.name, tool.formula !== '']).toEqual([tool.name, FORMULAS.some((one) => one === tool)]);
  }
});

test('what reads the tabs of a spreadsheet works in one alone', () => {
  for (const tool of REGISTRY.filter(({ name }) => name.startsWith('gsheet_'))) {
    expect(tool.surfaces).not.toContain('companion');
    expect(tool.surfaces).not.toContain('commandLine');
  }
});

describe('heavy work', () => {
  const heavy = REGISTRY.filter((tool) => 'hasHeavyWork' in tool && tool.hasHeavyWork);
  test('stands for each tool that declares it, of its kind, and for no other', () => {
    expect(Object.keys(HEAVY).sort()).toEqual(heavy.map(({ name }) => name).sort());
    for (const { name, kind } of heavy) expect(HEAVY[name as keyof typeof HEAVY]).toHaveProperty(kind);
  });
  test('is declared by what the companion answers, or the command line alone, and known to the add-on as heavy', () => {
    for (const { surfaces } of heavy) {
      expect(String(surfaces)).toMatch(/companion|^commandLine$/);
    }
    for (const tool of REGISTRY.filter((one) => 'heavy' in one && one.heavy)) expect(heavy).toContain(tool);
  });
  test('a tool without such work needs no compiled library', () => {
    expect(kernelsOf('check_seg_freshness')).toEqual([]);
    expect(kernelsOf('constructor')).toEqual([]);
    expect(kernelsOf('triage_segs')).toEqual(['draco']);
  });
});

const RUNNABLE = toolsOn('companion').concat(toolsOn('sidebar').filter((tool) => tool.kind === 'table'));

describe.each([...new Set([...FORMULAS, ...RUNNABLE])].map((tool) => [toolKey(tool), tool] as const))(
  '%s',
  (key, tool) => {
    test('is declared whole', () => {
      if (isOn('formula', tool)) expect(tool.formula).toMatch(/^TT_[A-Z0-9_]+$/);
      else expect(tool.formula).toBe('');
      expect(tool.name).toMatch(/^[a-z0-9_]+$/);
      for (const words of [tool.summary, tool.details]) expect(words).toMatch(/^\S.*\.$/s);
      expect(tool.returns).not.toBe('');
      expect(new Set(tool.surfaces).size).toBe(tool.surfaces.length);
      const { example } = tool;
      expect('formula' in example ? example.formula : example.command).toContain(key);
      expect(example.shows).not.toBe('');
    });
    test('has parameters with words, the optional ones last', () => {
      const optional = tool.params.map((param) => param.optional === true);
      if (tool.kind !== 'files') expect(optional).toEqual([...optional].sort());
      expect(new Set(tool.params.map((param) => param.name)).size).toBe(tool.params.length);
      for (const param of tool.params) expect(param.description).not.toBe('');
      const datastack = tool.params.findIndex((param) => param.name === 'datastack');
      if (datastack >= 0) expect(datastack).toBe(tool.params.length - 1);
      for (const param of tool.params.filter((one) => one.kind === 'choice'))
        expect(param.choices).toBeTruthy();
    });
    test('has no field that a parameter does not take', () => {
      const fields = [
        'name',
        'kind',
        'description',
        'optional',
        'defaultValue',
        'choices',
        'file',
        'numeric',
        'source',
      ];
      for (const param of tool.params) expect(fields).toEqual(expect.arrayContaining(Object.keys(param)));
    });
    test('names only codes that exist', () => {
      for (const word of tool.details.match(
        /\b(?:ROUNDED|AMBIGUOUS|PENDING|UNKNOWN|SHORT|BIG|BUSY|DOWN)\b/g,
      ) ?? []) {
        expect(CODES).toHaveProperty(word);
      }
    });
    test('has outputs with names that differ, and its columns among them', () => {
      if (tool.outputs === 'data') return expect(tool.kind).not.toBe('rows');
      const names = tool.outputs.map(({ name }) => name);
      expect(names.length).toBeGreaterThan(0);
      expect(new Set(names).size).toBe(names.length);
      if (tool.kind === 'rows') expect(names).toEqual(expect.arrayContaining(tool.columns({})));
    });
    if (tool.kind === 'rows') {
      test('takes ids first and asks a bounded number at once', () => {
        expect(tool.params[0]!.kind).toBe('ids');
        expect(tool.idsPerStep).toBeGreaterThan(0);
        expect(tool.columns({}).length).toBeGreaterThan(0);
      });
    }
  },
);

describe('column jobs', () => {
  const jobs: ColumnJob[] = toolsOn('columnJob');
  test.each(jobs.map((job) => [job.name, job] as const))('%s is declared whole', (_name, job) => {
    for (const words of [job.title, job.summary]) expect(words).not.toBe('');
    const headers = job.outputs.map(({ name }) => name);
    expect(new Set(headers).size).toBe(headers.length);
    for (const { description } of job.outputs) expect(description).not.toBe('');
    for (const name of job.answersOf) expect(REGISTRY.map((tool) => tool.name)).toContain(name);
    expect(job.answersOf.length).toBeGreaterThan(0);
  });
  test('jobs that share a header write the same into it', () => {
    const byHeader = new Map<string, unknown>();
    for (const { outputs } of jobs) {
      for (const { selectedByDefault: _own, ...output } of outputs) {
        expect(byHeader.get(output.name) ?? output).toEqual(output);
        byHeader.set(output.name, output);
      }
    }
  });
});
