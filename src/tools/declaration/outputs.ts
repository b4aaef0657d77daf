/** What a column of an answer holds: how it is written into cells and shown in tables. */

/** `text` and `id` stay text in every cell. A cell may hold `#TT` and a code in place of its value. */
export type OutputFormat =
  | { format: 'id' | 'text' | 'link' | 'boolean' | 'date' }
  | {
      format: 'number';
      /** Such as nm; '' for a count or a ratio. */
      unit: string;
      /** As Sheets writes it, such as `#,##0.00`; '' leaves Sheets' own. */
      numberFormat: string;
    };

/** One column, by the header that the answer, its job or its report gives it. */
export type Output = { name: string; onlyFilled?: true } & OutputFormat;
/** With its header as a type. */
type Named<Name extends string> = Output & { name: Name };

export const id = <Name extends string>(name: Name): Named<Name> => ({ name, format: 'id' });
export const text = <Name extends string>(name: Name): Named<Name> => ({ name, format: 'text' });
export const link = <Name extends string>(name: Name): Named<Name> => ({ name, format: 'link' });
export const date = <Name extends string>(name: Name): Named<Name> => ({ name, format: 'date' });
/** The first column of answers that begin with the id as it was entered, also where the row fails. */
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
/** Cable lengths: fractions of a nanometre mean nothing. */
export const lengthNm = <Name extends string>(name: Name): Named<Name> => number(name, 'nm', WHOLE);
const THOUSANDTHS = '#,##0.000';
export const volumeUm3 = <Name extends string>(name: Name): Named<Name> => number(name, 'µm³', THOUSANDTHS);

/** x, y and z of a point, or of several: `x1`, `y1`, `z1`, `x2` and so on. `unit` is '' where the arguments say it. */
export const axes = (unit: string, ends: readonly string[] = ['']): Output[] =>
  ends.flatMap((end) => ['x', 'y', 'z'].map((axis) => number(axis + end, unit)));

/** What is known of a mesh. */
export const MESH_OUTPUTS: readonly Output[] = [
  ...['vertices', 'triangles', 'parts'].map(count),
  number('area_um2', 'µm²', THOUSANDTHS),
  volumeUm3('volume_um3'),
  text('remarks'),
];

/** What is worth saying of the mesh that was read: a formula leaves the column out where there is nothing. */
export const READ_REMARKS: Output = { ...text('remarks'), onlyFilled: true };

/** The mesh of a layer of points. */
export const LAYER_OUTPUTS: readonly Output[] = [
  text('layer'),
  count('points'),
  number('alpha_nm', 'nm'),
  ...MESH_OUTPUTS,
];

export const outputNames = (outputs: readonly Output[]): string[] => outputs.map(({ name }) => name);
