// node printing.mjs page.html count: prints the page as PDF so many times, one after another, in one Chromium that is
// warm, and says how long starting it and printing once took, and how many it prints a second then.
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [page, count] = [process.argv[2], Number(process.argv[3])];
const begun = performance.now();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const tab = await browser.newPage();
const tools = await tab.context().newCDPSession(tab);

async function print() {
  // Each letter is another document: it is opened anew.
  await tab.goto(pathToFileURL(page).href);
  const { data } = await tools.send('Page.printToPDF', { paperWidth: 8.27, paperHeight: 11.69 });
  if (!data.startsWith('JVBERi0')) throw new Error('Chromium gave no PDF');
}

await print();
const cold = (performance.now() - begun) / 1000;
for (let warming = 0; warming < 3; warming += 1) await print();
const since = performance.now();
for (let printed = 0; printed < count; printed += 1) await print();
const perSecond = count / ((performance.now() - since) / 1000);
await browser.close();
console.log(JSON.stringify({ cold, perSecond }));
