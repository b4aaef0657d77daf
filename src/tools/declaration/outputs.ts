/** The format of each column of an answer: how it is written into cells and shown in tables. */

/** `text` and `id` stay text in every cell. A cell may hold `#TT` and a code in place of its value. */
export type OutputFormat =
  | { format: 'id' | 'text' | 'link' | 'boolean' | 'date' }
  | {
      format: 'number';
      /** Such as nm; '' for a count or a ratio. */
      unit: string;
      /** A number format of Sheets, such as `#,##0.00`; '' keeps the cell's own. */
      numberFormat: string;
    };

/** One column, identified by its header in the answer, the job or the report. */
export type Output = { name: string; onlyFilled?: true } & OutputFormat;
/** An output whose header is part of its type. */
type Named<Name extends string> = Output & { name: Name };

export const id = <Name extends string>(name: Name): Named<Name> => ({ name, format: 'id' });
export const text = <Name extends string>(name: Name): Named<Name> => ({ name, format: 'text' });
export const link = <Name extends string>(name: Name): Named<Name> => ({ name, format: 'link' });
export const date = <Name extends string>(name: Name): Named<Name> => ({ name, format: 'date' });
/** The first column of answers that begin with the id as entered, also in a row with an error. */
export const INPUT_ID = 'input_id';
/** TRUE or FALSE. */
export const flag = <Name extends string>(name: Name): Named<Name> => ({ name, format: 'boolean' });
export const number = <Name extends string>(name: Name, unit = '', numberFormat = ''): Named<Name> => ({
  name,
  format: 'number',
  unit,
  numberFormat,
});
const WHOLE = '#,##0';
export const count = <Name extends string>(name: Name): Named<Name> => number(name, '', WHOLE);
/** Cable lengths are shown in whole nanometres: fractions have no meaning. */
export const lengthNm = <Name extends string>(name: Name): Named<Name> => number(name, 'nm', WHOLE);
const THOUSANDTHS = '#,##0.000';
export const volumeUm3 = <Name extends string>(name: Name): Named<Name> => number(name, 'µm³', THOUSANDTHS);

/**
 * x, y and z of one point, or of several: `x1`, `y1`, `z1`, `x2` and so on. `unit` is '' if the arguments decide it.
 */
export const axes = (unit: string, ends: readonly string[] = ['']): Output[] =>
  ends.flatMap((end) => ['x', 'y', 'z'].map((axis) => number(axis + end, unit)));

/** The measures of a mesh. */
export const MESH_OUTPUTS: readonly Output[] = [
  ...['vertices', 'triangles', 'parts'].map(count),
  number('area_um2', 'µm²', THOUSANDTHS),
  volumeUm3('volume_um3'),
  text('remarks'),
];

/** Remarks on the mesh that was read. A formula leaves the column out if there are none. */
export const READ_REMARKS: Output = { ...text('remarks'), onlyFilled: true };

/** The mesh of a point layer. */
export const LAYER_OUTPUTS: readonly Output[] = [
  text('layer'),
  count('points'),
  number('alpha_nm', 'nm'),
  ...MESH_OUTPUTS,
];

export const outputNames = (outputs: readonly Output[]): string[] => outputs.map(({ name }) => name);
