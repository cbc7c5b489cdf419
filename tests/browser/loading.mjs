// How long the pages take on the slow line of regulation 5.1: `node tests/browser/loading.mjs`, also part of
// `cargo xtask bench`. A table is printed and nothing fails: how fast a machine is proves nothing about the pages.
import { anyCard, begin, signIn } from './people.mjs';
import { call } from './programs.mjs';
import { record } from './everypage.mjs';
import { browser, front, start, stop } from './system.mjs';

// 256 kbit/s both ways, 150 ms for a round, a processor four times slower than this one.
const line = { offline: false, latency: 150, downloadThroughput: 256_000 / 8, uploadThroughput: 256_000 / 8 };
const slower = 4;
const goals = { cold: 3, warm: 1.5 };
const times = 5;
const wide = { viewport: { width: 1280, height: 900 }, locale: 'ru-RU' };

function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

// The cookies of somebody who has signed in, and the page that is to be measured.
async function prepare(chromium, login, find) {
  if (!login) return { cookies: [], path: '/' };
  const context = await chromium.newContext(wide);
  const page = await context.newPage();
  await signIn(page, login);
  const path = await find(page);
  const cookies = await context.cookies();
  await context.close();
  return { cookies, path };
}

// Seconds from the click to the end of the load event.
async function load(page, path) {
  await page.goto(new URL(path, front).href, { waitUntil: 'load' });
  const end = await page.waitForFunction(() => performance.getEntriesByType('navigation')[0].loadEventEnd || false);
  return (await end.jsonValue()) / 1000;
}

async function measure(chromium, { cookies, path }) {
  const found = { cold: [], warm: [] };
  for (let time = 0; time < times; time += 1) {
    const context = await chromium.newContext(wide);
    await context.addCookies(cookies);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', line);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
    found.cold.push(await load(page, path));
    await page.goto('about:blank');
    found.warm.push(await load(page, path));
    await context.close();
  }
  return { cold: median(found.cold), warm: median(found.warm) };
}

// Builds what is not built yet.
start({ built: false });
const chromium = await browser();
try {
  // A list as long as a page, and a card.
  for (let count = 1; count <= 51; count += 1) await call('POST', '/v1/appeals', record(`loading-${count}`, 'Прошу вернуть пешеходный переход у школы на улице Новой.'));
  const clerk = 'clerk-zarechny';
  const draft = async (page) => {
    await begin(page, 'complaint');
    return new URL(page.url()).pathname;
  };
  const pages = [
    ['home', await prepare(chromium)],
    ['form', await prepare(chromium, 'person1', draft)],
    ['list', await prepare(chromium, clerk, async () => '/work')],
    ['card', await prepare(chromium, clerk, anyCard)],
  ];
  const rows = [];
  for (const [name, prepared] of pages) {
    const { cold, warm } = await measure(chromium, prepared);
    rows.push({ page: name, 'cold, s': cold.toFixed(2), 'warm, s': warm.toFixed(2), reached: cold < goals.cold && warm < goals.warm });
  }
  console.log(`loaded on 256 kbit/s, round trip 150 ms, CPU × ${slower}; goals ${goals.cold} s cold, ${goals.warm} s warm; median of ${times}`);
  console.table(rows);
} finally {
  await chromium.close();
  stop();
}
