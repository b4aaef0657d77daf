/** What a release makes of the changelog. */
import { inModule } from './in-module';

const CHANGELOG =
  '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [0.1.0] - 2026-01-02\n\n- The first.\n';
const dateRelease = (text: string, version: string) =>
  inModule(
    'scripts/release/changelog.mjs',
    `module.datedChangelog(${JSON.stringify(text)}, '${version}', '2026-11-30')`,
  );

test('what is unreleased becomes the section of the version, below an empty Unreleased', () => {
  expect(dateRelease(CHANGELOG, '0.2.0').value).toBe(
    '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-30\n\n### Added\n\n- A thing.\n\n' +
      '## [0.1.0] - 2026-01-02\n\n- The first.\n',
  );
});

test('a section that is there stays as it is', () => {
  expect(dateRelease(CHANGELOG, '0.1.0').value).toBe(CHANGELOG);
});

test.each([
  ['nothing is unreleased', CHANGELOG.replace('- A thing.\n', ''), /says nothing/],
  ['there is no Unreleased', CHANGELOG.replace('[Unreleased]', '[Next]'), /no section "## \[Unreleased\]"/],
])('refused: %s', (_name, text, message) => {
  expect(dateRelease(text, '0.2.0').thrown).toMatch(message);
});
