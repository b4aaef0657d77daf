// The changelog of a release: the content of Unreleased becomes the section of a version.

const UNRELEASED = '## [Unreleased]';

/** A version's section with its heading, up to the next section. Throws if it is missing or empty. */
export function changelogSection(changelog, version) {
  const lines = changelog.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`## [${version}]`));
  if (start < 0) throw new Error(`CHANGELOG.md has no section for ${version}`);
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('## '));
  const section = lines
    .slice(start, length < 0 ? undefined : start + 1 + length)
    .join('\n')
    .trim();
  if (!/^- /m.test(section)) throw new Error(`the section for ${version} in CHANGELOG.md says nothing`);
  return section;
}

/**
 * The changelog with a section for this version. Keeps an existing section; otherwise moves the content of Unreleased
 * into a new one and leaves Unreleased empty.
 */
export function datedChangelog(changelog, version, date) {
  if (changelog.includes(`## [${version}]`)) {
    changelogSection(changelog, version);
    return changelog;
  }
  if (!changelog.includes(UNRELEASED)) throw new Error(`CHANGELOG.md has no section "${UNRELEASED}"`);
  const dated = changelog.replace(UNRELEASED, `${UNRELEASED}\n\n## [${version}] - ${date}`);
  changelogSection(dated, version);
  return dated;
}
