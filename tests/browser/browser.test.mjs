// The pages as people meet them: the whole way in both languages, with scripts and without, on an old browser,
// for those who cannot see them, and on a slow line.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityFaults, markupFaults } from './checks.mjs';
import { pagesOf, prepare, sendWrong, wrongForms } from './everypage.mjs';
import { oldBrowser } from './old.mjs';
import { anyCard, begin, enter, eventually, fill, numberOn, pick, press, registerAndAnswer, signIn, signUp } from './people.mjs';
import { picture } from './pictures.mjs';
import { browser, front, letters, start, stop } from './system.mjs';

let chromium;

before(async () => {
  start();
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  stop();
});

const wide = { viewport: { width: 1280, height: 900 }, locale: 'ru-RU' };
const narrow = { viewport: { width: 360, height: 740 }, locale: 'be-BY' };

// REQ: SUB-02, SUB-04, SUB-09, REG-01, REV-01, NOT-01, BEY-15
test('an appeal goes the whole way in Russian with scripts', async () => {
  const context = await chromium.newContext(wide);
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  const person = await signUp(page);
  await begin(page, 'complaint');
  await pick(page, 'organisation_id', 'заречненский районный исполнительный', true);
  await pick(page, 'topic', 'благоустройство', true);
  await fill(page, { content: 'Прошу починить освещение во дворе: не горит с марта.' });
  await page.locator('[name=answer_way][value=cabinet]').check({ force: true });
  await page.setInputFiles('#files-input', [picture('двор.png', 1_300_000), picture('схема.png', 0)]);
  await page.locator('[data-file][data-state=clean]').nth(1).waitFor({ timeout: 300_000 });
  await press(page, 'form[data-autosave] button.button[name=submit]');
  const number = await numberOn(page);
  const code = /[0-9A-Z]{5}[- ]?[0-9A-Z]{5}/.exec((await page.locator('.big-number').nth(1).innerText()).trim())[0];

  const office = await chromium.newContext(wide);
  const desk = await office.newPage();
  await signIn(desk, 'clerk-zarechny');
  await desk.goto(`${front}/work`);
  assert.ok((await desk.content()).includes(number) || (await desk.locator(`a[href*="${number}"]`).count()) > 0, 'the clerk sees the new appeal at once');
  await registerAndAnswer(desk, number, 'Освещение восстановлено 20 ноября.\n\nПрик`ладываем акт.');

  await page.goto(`${front}/appeals/${number}`);
  assert.ok((await page.locator('main').innerText()).includes('Освещение восстановлено'));
  await eventually('the answer as PDF', async () => {
    await page.goto(`${front}/appeals/${number}`);
    const links = await page.locator('main a[href*="/documents/"]').evaluateAll((all) => all.map((link) => link.href));
    for (const link of links) {
      const answer = await context.request.get(link);
      if ((answer.headers()['content-type'] ?? '').includes('pdf')) return true;
    }
    return false;
  });
  await page.goto(`${front}/notices`);
  assert.ok((await page.locator('main').innerText()).includes(number.replace(/(\d{3})(\d{3})(\d{3})(\d)/, '$1-$2-$3-$4')));

  const stranger = await chromium.newContext(wide);
  const street = await stranger.newPage();
  await street.goto(`${front}/status`);
  await fill(street, { number, code });
  await press(street, 'form[action="/status"] button.button');
  const shown = await street.locator('main').innerText();
  assert.ok(!shown.includes('Купава') && !shown.includes('освещение'), 'no personal data without signing in');
  assert.ok(/Исполнено/i.test(shown), shown);
  await street.goto(`${front}/appeals/${number}`);
  assert.ok(!(await street.content()).includes('освещение'));
  assert.deepEqual(complaints, []);
  assert.ok((await letters(person.email)).length >= 1, 'the link to confirm the address was sent');
  await Promise.all([context, office, stranger].map((each) => each.close()));
});

// REQ: SUB-02, SUB-04, BEY-16, REF-03
test('an appeal is submitted in Belarusian on a telephone with scripts off', async () => {
  const context = await chromium.newContext({ ...narrow, javaScriptEnabled: false });
  const page = await context.newPage();
  await signUp(page);
  assert.equal(await page.locator('html').getAttribute('lang'), 'be');
  await begin(page, 'application');
  await pick(page, 'organisation_id', 'зарэчненскі раённы', false);
  await pick(page, 'topic', 'добраўпарадкаванне', false);
  await fill(page, { content: 'Прашу ўсталяваць лаўку каля прыпынку, бо стаяць цяжка.' });
  await page.locator('[name=answer_way][value=cabinet]').first().check({ force: true });
  await page.setInputFiles('#files-input', [picture('прыпынак.png', 700_000)]);
  await press(page, 'button[name=upload]');
  assert.ok((await page.locator('[data-file]').count()) === 1, 'the file is listed');
  await press(page, 'form[data-autosave] button.button[name=look]');
  assert.match(page.url(), /\/drafts\/[-0-9a-f]+\/before$/);
  await press(page, 'button[name=submit]');
  assert.match(page.url(), /\/appeals\/\d{10}\/receipt$/);
  const width = await page.evaluate?.(() => 0).catch(() => 0);
  assert.equal(width, 0);
  await context.close();
});

// REQ: SUB-04, SUB-11
test('an upload goes on where it was after the line broke, and a draft comes back on another device', async () => {
  const context = await chromium.newContext(wide);
  const page = await context.newPage();
  const person = await signUp(page);
  await begin(page, 'proposal');
  await fill(page, { content: 'Предлагаю открыть читальный зал в выходные.' });
  let chunks = 0;
  let broken = false;
  await page.route('**/uploads/**', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    chunks += 1;
    if (chunks === 4 && !broken) {
      broken = true;
      return route.abort('internetdisconnected');
    }
    return route.continue();
  });
  await page.setInputFiles('#files-input', [picture('большая.png', 4_000_000)]);
  const retry = page.locator('[data-uploads] button:visible, .files button:visible');
  await eventually('the file to be clean', async () => {
    if (await page.locator('[data-file][data-state=clean]').count()) return true;
    return false;
  }, 300_000);
  assert.ok(broken, 'the line broke');
  assert.ok(chunks <= 8 + 2, `only what was missing went again, ${chunks} chunks of 8 were sent`);
  assert.ok((await retry.count()) >= 0);

  await page.locator('[name=content]').press('End');
  await page.locator('[name=content]').type(' И в праздники.');
  await eventually('the draft to be saved', async () => (await page.locator('#saved').innerText()).length > 0);
  const other = await chromium.newContext(narrow);
  const phone = await other.newPage();
  await signIn(phone, person.login, person.password);
  await phone.goto(`${front}/appeals`);
  await Promise.all([phone.waitForNavigation(), phone.locator('a[href^="/drafts/"]').first().click()]);
  await eventually('the same text', async () => {
    await phone.reload();
    return (await phone.locator('[name=content]').inputValue()).includes('И в праздники');
  });
  await Promise.all([context.close(), other.close()]);
});

// The newest link of this beginning in the letters to an address.
function linkTo(address, beginning) {
  return eventually(`a letter with ${beginning}`, async () => {
    const texts = (await letters(address)).map((letter) => letter.text);
    return texts.map((text) => new RegExp(`${beginning}[0-9a-f]{64}`).exec(text)?.[0]).filter(Boolean).at(-1);
  });
}

// REQ: IDN-01, ORG-06, NOT-02
test('a forgotten password is replaced by the link of a letter', async () => {
  const context = await chromium.newContext(wide);
  const page = await context.newPage();
  const person = await signUp(page);
  await page.goto(front + (await linkTo(person.email, '/confirm-email/')));
  await press(page, 'form[action^="/confirm-email/"] button.button');
  const other = await chromium.newContext(narrow);
  const phone = await other.newPage();
  await phone.goto(`${front}/sign-in`);
  await press(phone, 'a[href="/forgotten-password"]');
  await fill(phone, { who: person.email });
  await press(phone, 'form[action="/forgotten-password"] button.button');
  await phone.goto(front + (await linkTo(person.email, '/new-password/')));
  assert.ok((await phone.locator('main').innerText()).includes(person.login));
  assert.deepEqual(await accessibilityFaults(phone), []);
  await fill(phone, { password: 'Лодка-семь-зонтов', password_again: 'Лодка-семь-зонтов' });
  await press(phone, 'form[action^="/new-password/"] button.button');
  assert.equal(new URL(phone.url()).pathname, '/sign-in');
  await signIn(phone, person.login, 'Лодка-семь-зонтов');
  assert.equal(new URL(phone.url()).pathname, '/appeals');
  await page.goto(`${front}/appeals`);
  assert.equal(new URL(page.url()).pathname, '/sign-in', 'the other sessions have ended');
  await Promise.all([context.close(), other.close()]);
});

// REQ: BEY-16
test('buttons work again when the answer to a form was a download', async () => {
  const context = await chromium.newContext(wide);
  const page = await context.newPage();
  await page.clock.install();
  await signIn(page, 'person2');
  await page.goto(`${front}/profile`);
  // From here on time passes only when the test says so.
  await page.clock.pauseAt(Date.now() + 60_000);
  let sent = 0;
  await page.route('**/profile/messages', (route) => {
    sent += 1;
    return route.fulfill({ headers: { 'content-disposition': 'attachment; filename="a.txt"', 'content-type': 'text/plain' }, body: 'a' });
  });
  const form = page.locator('form[action="/profile/messages"]');
  const button = form.locator('button.button');
  for (const [attribute, wait] of [[false, 15_000], [true, 2000]]) {
    if (attribute) await form.evaluate((element) => element.setAttribute('data-download', ''));
    const before = sent;
    await Promise.all([page.waitForEvent('download'), button.click()]);
    await page.clock.runFor(10);
    assert.ok(await button.isDisabled(), 'a form is sent once');
    await page.clock.runFor(wait);
    assert.ok(await button.isEnabled(), 'and can be sent again');
    assert.equal(sent, before + 1);
  }
  await context.close();
});

// REQ: BEY-16
test('every page is without fault for axe and for the checker of markup, in both languages and widths', async () => {
  const problems = [];
  const sources = [];
  const prepared = await prepare(chromium);
  for (const [size, theme] of [[wide, 'light'], [narrow, 'dark']]) {
    for (const language of ['ru', 'be']) {
      const context = await chromium.newContext({ ...size, colorScheme: theme });
      const page = await context.newPage();
      const speak = () => page.goto(`${front}/language/${language}?back=/`);
      await speak();
      const visit = async (paths) => {
        for (const path of paths) {
          await page.goto(front + path);
          const name = `${language} ${size.viewport.width} ${path}`;
          assert.equal(await page.locator('html').getAttribute('lang'), language, name);
          await page.locator('details').evaluateAll((all) => all.forEach((part) => part.setAttribute('open', '')));
          problems.push(...(await accessibilityFaults(page)).map((fault) => `${name}: ${fault}`));
          if ((await page.content()).includes('⟦')) problems.push(`${name}: a text is missing`);
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          if (overflow > 1) problems.push(`${name}: wider than the screen by ${overflow} px`);
          if (size === wide) sources.push([name, await (await context.request.get(front + path)).text()]);
        }
      };
      await visit(['/', '/sign-in', '/forgotten-password', '/sign-up', '/sign-up/person', '/sign-up/legal_entity', '/status', '/design', '/nowhere']);
      await enter(context, page, 'person1');
      await speak();
      await visit(['/appeals', '/appeals/new', '/profile', '/password', '/notices']);
      await begin(page, 'complaint');
      const draft = new URL(page.url()).pathname;
      await visit([draft]);
      await press(page, 'form[data-autosave] button.button[name=submit]');
      problems.push(...(await accessibilityFaults(page)).map((fault) => `${language} the form with errors: ${fault}`));
      for (const [login, paths] of pagesOf(prepared)) {
        await enter(context, page, login);
        await speak();
        await visit(await paths(page));
        for (const form of wrongForms.filter(([of]) => of === login)) {
          const { errors, kept, typed } = await sendWrong(page, form);
          const name = `${language} ${form[1]} with errors`;
          if (!errors.length) problems.push(`${name}: no summary`);
          assert.deepEqual(kept, typed, name);
          problems.push(...(await accessibilityFaults(page)).map((fault) => `${name}: ${fault}`));
        }
      }
      await context.close();
    }
  }
  problems.push(...markupFaults(sources));
  assert.deepEqual([...new Set(problems)], []);
});

// REQ: BEY-16
test('the first visit of each page weighs at most 40 KB in at most 5 requests, scripts at most 10 KB', async () => {
  const weigh = async (path, login) => {
    const context = await chromium.newContext(wide);
    const page = await context.newPage();
    let cookies = [];
    let target = path;
    if (login) {
      await enter(context, page, login);
      if (path === 'draft') {
        await begin(page, 'complaint');
        target = new URL(page.url()).pathname;
      }
      if (path === 'card') {
        target = await anyCard(page);
      }
      cookies = await context.cookies();
    }
    await context.close();
    const fresh = await chromium.newContext(wide);
    await fresh.addCookies(cookies);
    const visitor = await fresh.newPage();
    const session = await fresh.newCDPSession(visitor);
    await session.send('Network.enable');
    const kinds = new Map();
    let bytes = 0;
    let scripts = 0;
    let requests = 0;
    // The browser's own pictures, such as the calendar of a date field, are no requests over the wire.
    session.on('Network.responseReceived', ({ requestId, type, response }) => response.url.startsWith('http') && kinds.set(requestId, type));
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (!kinds.has(requestId)) return;
      requests += 1;
      bytes += encodedDataLength;
      if (kinds.get(requestId) === 'Script') scripts += encodedDataLength;
    });
    await visitor.goto(new URL(target, front).href, { waitUntil: 'networkidle' });
    await fresh.close();
    return { page: path, bytes, scripts, requests };
  };
  const weights = [await weigh('/'), await weigh('/forgotten-password'), await weigh('draft', 'person1')];
  for (const path of ['/work', 'card', '/loads', '/work/reminders']) weights.push(await weigh(path, 'clerk-zarechny'));
  for (const path of ['/exchange', '/services/keys', '/organisation/webhooks']) weights.push(await weigh(path, 'admin-zarechny'));
  for (const path of ['/operator/system', '/operator/deliveries']) weights.push(await weigh(path, 'operator1'));
  weights.push(await weigh('/reports', 'head-zarechny'), await weigh('/reports', 'chief1'));
  console.table(weights);
  for (const { page, bytes, scripts, requests } of weights) {
    assert.ok(bytes <= 40 * 1024, `${page}: ${bytes} bytes`);
    assert.ok(scripts <= 10 * 1024, `${page}: ${scripts} bytes of scripts`);
    assert.ok(requests <= 5, `${page}: ${requests} requests`);
  }
});

// REQ: BEY-16
test('Chromium 109, the last for Windows 7, shows the pages and submits with a file', async (t) => {
  const old = await oldBrowser();
  t.after(() => old.close());
  const page = await (await old.newContext(wide)).newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  await signIn(page, 'person1');
  await begin(page, 'proposal');
  await pick(page, 'organisation_id', 'заречненский районный исполнительный', true);
  await pick(page, 'topic', 'благоустройство', true);
  await fill(page, { content: 'Предлагаю посадить липы вдоль улицы.' });
  await page.locator('[name=answer_way][value=cabinet]').check({ force: true });
  await page.setInputFiles('#files-input', [picture('липы.png', 600_000)]);
  await page.locator('[data-file][data-state=clean]').waitFor({ timeout: 300_000 });
  await press(page, 'form[data-autosave] button.button[name=submit]');
  assert.match(page.url(), /\/appeals\/\d{10}\/receipt$/);
  assert.deepEqual(complaints, []);
});
