// What the accessibility checker and the markup checker find.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

// WCAG 2.2 AA and good practice, by axe-core.
export async function accessibilityFaults(page) {
  // The pages' policy lets no foreign script in; the checker comes through the browser's own door.
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

// By the Nu HTML checker. `sources` are pairs of a name and a page's text.
export function markupFaults(sources) {
  const folder = mkdtempSync(join(tmpdir(), 'zvarot-markup-'));
  sources.forEach(([, text], index) => writeFileSync(join(folder, `${index}.html`), text));
  const jar = require.resolve('vnu-jar/build/dist/vnu.jar');
  const output = execFileSync('java', ['-Xss2m', '-jar', jar, '--format', 'json', '--stdout', '--exit-zero-always', '--skip-non-html', folder], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return JSON.parse(output)
    .messages.filter((message) => message.type === 'error' || message.subType === 'warning')
    .map((message) => {
      const name = sources[Number(/(\d+)\.html$/.exec(message.url)[1])][0];
      return `${name}: ${message.message} ${(message.extract ?? '').slice(0, 120)}`;
    });
}
