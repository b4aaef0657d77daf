// Drawings that screenshots cannot give: the icon, the banner, and the steps of each way to install.

/** A neuron on a sheet: a soma with three branches over grid lines. */
const GLYPH = `<svg viewBox="0 0 32 32" width="100%" height="100%" xmlns="http://www.w3.org/2000/svg">
<rect x="2" y="2" width="28" height="28" rx="5" fill="#0b57d0"/>
<path d="M2 11h28M2 20h28M12 2v28" stroke="#fff" stroke-opacity=".28" stroke-width="1"/>
<path d="M16 17C20 14 21 10 24 7M16 17c4 2 6 5 9 8M16 17c-4 1-6 4-9 7M24 7l3 0M24 7l-1-3" stroke="#00ffff" stroke-width="2" stroke-linecap="round" fill="none"/>
<circle cx="16" cy="17" r="4" fill="#00ffff"/></svg>`;

const page = (style, body) =>
  `<!doctype html><style>*{margin:0;box-sizing:border-box}body{font:14px/19px Roboto,"Liberation Sans",Arial,sans-serif;color:#1f1f1f;${style}}</style>${body}`;

export const ICON = page('background:none', `<div style="width:100vw;height:100vh">${GLYPH}</div>`);

export const BANNER = page(
  'background:#e8f0fe;width:220px;height:140px;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:8px',
  `<div style="width:58px;height:58px">${GLYPH}</div><b style="font-size:17px">Tracer Tools</b><span style="font-size:12px;color:#444746">neurons in your sheet, up to date</span>`,
);

/** For each way to install: who does it, and what. */
export const WAYS = {
  template: [
    ['Once, the maintainer', 'npm run deploy -- --template\nprints an address that ends in /copy'],
    ['You', 'Open the address.\nPress “Make a copy”'],
    ['You', 'In your copy: Extensions › Tracer Tools › Open sidebar'],
    ['You', '“Google hasn’t verified this app”: it is your own copy. Advanced › Go to Tracer Tools'],
    ['You', 'Paste your CAVE token. Select ids, press Run'],
  ],
  test: [
    ['Once, the maintainer', 'script.new, copy the Script ID, npm run deploy'],
    ['Once, the maintainer', 'Deploy › Test deployments › Editor add-on › Create new test'],
    ['The maintainer', 'Choose a spreadsheet, Execute. Again for each spreadsheet'],
    ['You', 'Extensions › Tracer Tools › Open sidebar'],
    ['Note', 'Google runs no schedules in a test deployment'],
  ],
  marketplace: [
    ['You', 'In a sheet: Extensions › Add-ons › Get add-ons'],
    ['You', 'Search “Tracer Tools”, Install, allow what it asks for'],
    ['You', 'Extensions › Tracer Tools › Open sidebar'],
    ['You', 'Paste your CAVE token. Select ids, press Run'],
    ['Note', 'New versions come by themselves. There is no listing yet'],
  ],
};

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

export function stepsPage(steps) {
  const box = ([who, words], i) =>
    `<div style="flex:1;border:1px solid #dadce0;border-radius:10px;padding:12px;background:#fff;display:flex;flex-direction:column;gap:6px">
<div style="display:flex;gap:8px;align-items:center"><span style="width:24px;height:24px;border-radius:50%;background:#0b57d0;color:#fff;text-align:center;line-height:24px;font-weight:bold">${i + 1}</span><span style="color:#5f6368;font-size:12px">${escaped(who)}</span></div>
<div style="white-space:pre-line;overflow-wrap:anywhere">${escaped(words)}</div></div>`;
  return page('background:#f8fafd;padding:16px;height:210px;display:flex;gap:10px', steps.map(box).join(''));
}
