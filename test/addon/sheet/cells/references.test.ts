/** References in formulas after rows or columns have moved. */
import { mapReferences, relativeForm } from '../../../../src/addon/sheet/cells/references';

const inserted = {
  row: (row: number) => (row >= 3 ? row + 1 : row),
  column: (column: number) => (column >= 2 ? column + 1 : column),
};
const copied = {
  row: (row: number, fixed: boolean) => (fixed ? row : row + 2),
  column: (column: number) => column,
};

test.each([
  ['=A2*2', '=A2*2', '=A4*2'],
  ['=B3+$B$3', '=C4+$C$4', '=B5+$B$3'],
  ['=SUM(B2:D9)', '=SUM(C2:E10)', '=SUM(B4:D11)'],
  ['=SUM(B2:B)', '=SUM(C2:C)', '=SUM(B4:B)'],
  ['=COUNTA(B:B)', '=COUNTA(C:C)', '=COUNTA(B:B)'],
  ['="B3 "&B3', '="B3 "&C4', '="B3 "&B5'],
  ["='My B3'!B3+B3", "='My B3'!B3+C4", "='My B3'!B3+B5"],
  ['=Sheet2!B3:B9+B3', '=Sheet2!B3:B9+C4', '=Sheet2!B3:B9+B5'],
  ['=LOG10(B3)', '=LOG10(C4)', '=LOG10(B5)'],
  ['=TT_IS_CURRENT(B3)', '=TT_IS_CURRENT(C4)', '=TT_IS_CURRENT(B5)'],
  ['=1.5E3+7', '=1.5E3+7', '=1.5E3+7'],
  ['=SUM(Neurons[ID2])+B3', '=SUM(Neurons[ID2])+C4', '=SUM(Neurons[ID2])+B5'],
  ['=SUM(my_ids)+Q1_2024+B3', '=SUM(my_ids)+Q1_2024+C4', '=SUM(my_ids)+Q1_2024+B5'],
])('%s', (formula, afterInsert, afterSort) => {
  expect([mapReferences(formula, inserted), mapReferences(formula, copied)]).toEqual([
    afterInsert,
    afterSort,
  ]);
});

test('a formula that was put elsewhere is known again', () => {
  expect(relativeForm('=A2&$B$1', 1)).toBe(relativeForm('=A5&$B$1', 4));
  expect(relativeForm('=A2&B2', 1)).not.toBe(relativeForm('=A2&B2', 2));
});
