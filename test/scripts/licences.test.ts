/** Which licences a package may have that a bundle contains. */
import { inModule } from './in-module';

test('one of several, or all of them', () => {
  const allowed = ['MIT', 'MIT OR GPL-3.0-only', '(MIT AND BSD-3-Clause) OR GPL-2.0-only', 'Apache-2.0'];
  const refused = ['GPL-3.0-only', 'LGPL-3.0-or-later', 'MIT AND GPL-3.0-only', 'none'];
  const { value } = inModule(
    'scripts/licences.mjs',
    `${JSON.stringify([...allowed, ...refused])}.filter(module.isAllowed)`,
  );
  expect(value).toEqual(allowed);
});

test('the packages of a bundle are found, with the text of their licences', () => {
  const inputs = { 'src/a.ts': {}, 'node_modules/fflate/esm/index.mjs': {}, 'node_modules/fflate/x.js': {} };
  const { value } = inModule(
    'scripts/bundle/third-party.mjs',
    `module.licenceTexts(module.bundledPackages(${JSON.stringify({ inputs })}))`,
  );
  expect(value).toMatch(/^fflate \d+\.\d+\.\d+: MIT\n\nMIT License\n[\s\S]*Permission is hereby granted/);
  expect(String(value).match(/: MIT\n/g)).toHaveLength(1);
});
