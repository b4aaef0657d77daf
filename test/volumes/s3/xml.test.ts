/** The XML of S3's answers: entities in every spelling, and whatever is no whole document. */
import { childrenOf, childText, escapeXml, readXml } from '../../../src/volumes/s3/xml';

test('elements, texts, entities, declarations, empty elements', () => {
  const root = readXml(
    '<?xml version="1.0" encoding="UTF-8"?>\n<L xmlns="http://x/"><K>a&amp;b&#39;&#x1F600;&lt;&quot;</K><E/><K> </K>\n</L>\n',
  )!;
  expect(root.name).toBe('L');
  expect(childrenOf(root, 'K').map(({ text }) => text)).toEqual(['a&b\'😀<"', ' ']);
  expect([childText(root, 'E'), childText(root, 'none'), root.text]).toEqual(['', null, '']);
});

test('what is escaped is read back, every character of the first plane that XML has', () => {
  let text = '\t\n\r';
  for (let code = 32; code < 0xd800; code++) text += String.fromCharCode(code);
  expect(readXml(`<a>${escapeXml(text)}</a>`)!.text).toBe(text);
});

test.each([
  ['nothing', ''],
  ['text alone', 'not xml'],
  ['a cut document', '<a><b>1</b>'],
  ['a cut tag', '<a><b'],
  ['crossed tags', '<a><b></a></b>'],
  ['two roots', '<a/><b/>'],
  ['text after the root', '<a/>x'],
  ['an end too many', '<a></a></a>'],
  ['text between elements', '<a>x<b/></a>'],
  ['an entity of its own', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
  ['an unknown entity', '<a>&e;</a>'],
  ['a bare ampersand', '<a>b & c</a>'],
  ['a character that is none', '<a>&#0;</a>'],
  ['a character beyond Unicode', '<a>&#x110000;</a>'],
  ['depth without end', '<a>'.repeat(100_000)],
  ['HTML', '<html><head><title>502</title></head><body><hr><center>nginx</center></body></html>'],
  ['an attribute without quotes', '<a b=c></a>'],
])('%s is no document', (_name, document) => {
  expect(readXml(document)).toBeNull();
});

test('every cut of a document is refused', () => {
  const document = '<L a="1"><C><Key>x&#39;y</Key><Size>1</Size></C><T>false</T></L>';
  expect(readXml(document)).not.toBeNull();
  for (let end = 0; end < document.length; end++) {
    expect([end, readXml(document.slice(0, end))]).toEqual([end, null]);
  }
});
