/** Titles of the function families in the help and the reference, in their order. */
export const FAMILY_TITLES: Readonly<Record<string, string>> = {
  get: 'Looking things up',
  check: 'Checking',
  count: 'Counting',
  triage: 'Triage',
  calc: 'Calculating',
  convert: 'Converting',
  bucket: 'Buckets',
  make: 'Making links and meshes',
  gsheet: 'Tabs of this spreadsheet',
  view: 'Showing',
};
