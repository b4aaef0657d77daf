/** Converts scriptlets to JavaScript: `<? code ?>`, `<?= escaped ?>`, `<?!= raw ?>`. */

/**
 * The body of a function of `output`. `<?= ?>` escapes for HTML only. Apps Script escapes by context, which is not
 * modelled here: do not print into scripts, styles or URLs.
 */
export function templateCode(content: string): string {
  const code: string[] = [];
  let from = 0;
  for (const found of content.matchAll(/<\?(!?=)?([\s\S]*?)\?>/g)) {
    if (found.index > from) code.push(`output.raw(${JSON.stringify(content.slice(from, found.index))});`);
    from = found.index + found[0].length;
    const inner = found[2] ?? '';
    if (found[1] === undefined) code.push(inner);
    else code.push(`output.${found[1] === '=' ? 'safe' : 'raw'}(${inner.trim().replace(/;$/, '')});`);
  }
  if (from < content.length) code.push(`output.raw(${JSON.stringify(content.slice(from))});`);
  return code.join('\n');
}
