/** Which licences a production package may have. */
import { inModule } from './in-module';

test.each([
  ['MIT', 'left-pad', ''],
  ['MIT OR GPL-3.0-only', 'either', ''],
  ['Apache-2.0 AND LGPL-3.0-or-later', '@img/sharp-win32-x64', 'libvips'],
])('licence %s of %s may be installed', (licence, name, reason) => {
  const { value } = inModule(
    'scripts/licences.mjs',
    `module.licenceVerdict(${JSON.stringify({ name, licence })})`,
  );
  expect(typeof value).toBe('string');
  if (reason === 'libvips') expect(value).toContain('libvips');
});

test.each([
  ['GPL-3.0-only', 'copyleft'],
  ['LGPL-3.0-or-later', 'not-named'],
  ['MIT AND GPL-3.0-only', 'both'],
  ['none', 'silent'],
])('licence %s of %s is refused', (licence, name) => {
  expect(
    inModule('scripts/licences.mjs', `module.licenceVerdict(${JSON.stringify({ name, licence })})`).value,
  ).toBeNull();
});
