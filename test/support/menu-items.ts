/** The items of the add-on's menu, in order. */
export const MENU_ITEMS = [
  'Open sidebar',
  'Add segment details…',
  'Bring ids up to date…',
  'Show skeletons…',
  'Refresh formulas',
  'Freeze formulas to values',
  'Undo last run',
  'Help',
];
