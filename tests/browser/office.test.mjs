// An organisation at work with everything that is joined to the pages: its EDMS at the API, the exchange by СМДО, and the
// head's report of the month.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, eventually, fill, numberOn, pick, press, signIn, signUp } from './people.mjs';
import { behave, call, isSigned, packageOf, receiver, vendor } from './programs.mjs';
import { csvRows, pdfLines, sheetRows } from './reading.mjs';
import { browser, front, start, stop } from './system.mjs';

let chromium;

before(async () => {
  start();
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  stop();
});

const wide = { viewport: { width: 1280, height: 900 }, locale: 'ru-RU', timezoneId: 'Europe/Minsk' };

async function submit(page, content) {
  await begin(page, 'application');
  await pick(page, 'organisation_id', 'заречненский районный исполнительный', true);
  await pick(page, 'topic', 'благоустройство', true);
  await fill(page, { content });
  await page.locator('[name=answer_way][value=cabinet]').check({ force: true });
  await press(page, 'form[data-autosave] button.button[name=submit]');
  return numberOn(page);
}

// The text of the card once the appeal is answered, and the texts of its files.
async function answered(page, number) {
  return eventually(`the answer to ${number}`, async () => {
    await page.goto(`${front}/appeals/${number}`);
    const text = await page.locator('main').innerText();
    if (!text.includes('Исполнено')) return null;
    const links = await page.locator('main a[href^="/files/"]').evaluateAll((all) => all.map((link) => link.href));
    const files = await Promise.all(links.map(async (link) => (await page.context().request.get(link)).text()));
    return files.length ? { text, files } : null;
  });
}

// REQ: EDM-01, EDM-02, EDM-03, EDM-07, SMD-02, SMD-03, SUB-09
test('an EDMS and the СМДО take two appeals to their answers, and the applicant reads both', async () => {
  const context = await chromium.newContext(wide);
  const page = await context.newPage();
  await signUp(page);

  // The organisation's office gets the first by СМДО and leaves it alone; its EDMS does the work by the API.
  await behave({ registers: false, answers: 'none' });
  const first = await submit(page, 'Прошу выдать справку о составе семьи.');
  const sent = await eventually('the package at the router', () => packageOf(first));
  const submittedAt = new Date(sent.body.expansion.submittedAt);
  assert.ok(new Date(sent.dtstamp) - submittedAt <= 60_000, `submitted ${submittedAt.toISOString()}, in the package ${sent.dtstamp}`);
  const program = await receiver();
  const secret = await vendor(first, program.url);
  const card = await answered(page, first);
  assert.ok(card.text.includes('07-12/1') && card.files.some((file) => file.includes('Otvet na obraschenie')), card.text);
  const told = await eventually('the event of the completion', () =>
    program.events.find(({ body }) => JSON.parse(body).type === 'appeal.completed' && body.includes(first)),
  );
  assert.ok(isSigned(told, secret), 'the event is signed');
  assert.ok(!isSigned({ ...told, body: told.body.replace(first, '0000000000') }, secret), 'and what was changed is not');
  assert.ok(!told.body.includes('справку'), 'no content in it');
  program.close();

  // The second is registered and completed by the office's answer with the zone «Expansion».
  await behave({ registers: true, answers: 'completing' });
  const second = await submit(page, 'Прошу сообщить часы приема.');
  const other = await answered(page, second);
  assert.ok(other.files.some((file) => file.includes('The answer of the organisation')), other.text);
  await context.close();
});

// A number as the page shows it.
const amount = (text) => Number(text.replace(/\s/g, ''));

// The table of the preview: heads, lines, totals.
async function shownRows(page) {
  const rows = await page.locator('#live table tr').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
  return rows.map((row, place) => (place === 0 ? row : [row[0], ...row.slice(1).map(amount)]));
}

// REQ: REP-01, REP-04, REP-06
test('a head opens the report of the month and takes it away: page, PDF, XLSX and CSV agree', async () => {
  for (const [place, kind] of ['complaint', 'complaint', 'proposal'].entries()) {
    await call('POST', '/v1/appeals', {
      externalId: `report-${place}`,
      kind,
      form: place === 0 ? 'oral' : 'written',
      topicCode: '07',
      subtopicCode: '07-01',
      content: 'Прошу принять меры.',
      applicants: [{ kind: 'person', surname: 'Рябина', name: 'Вера', address: { line: 'г. Заречье, ул. Новая, 3' } }],
    });
  }
  const context = await chromium.newContext(wide);
  const page = await context.newPage();
  await signIn(page, 'head-zarechny');
  await press(page, 'nav.menu a[href="/reports"]');
  // From the first of the month, which the page proposes.
  const from = await page.locator('#from').inputValue();
  assert.match(from, /^\d{4}-\d{2}-01$/);
  await page.selectOption('#first', 'kind');
  await page.selectOption('#second', 'form');
  await eventually('the preview to follow what is chosen', async () => (await page.locator('#live h2').innerText()) === 'Обращения по видам и формам подачи');
  const shown = await eventually('the new appeals in the report', async () => {
    const rows = await shownRows(page);
    const counted = (kind, least) => rows.some((row) => row[0] === kind && row.at(-1) >= least);
    if (counted('Жалоба', 2) && counted('Предложение', 1)) return rows;
    await page.reload();
    return null;
  });
  assert.ok(shown[0].includes('Устное') && shown.at(-1)[0] === 'Всего', JSON.stringify(shown));
  assert.equal(await page.locator('#live svg.chart rect').count(), shown.length - 2, 'a bar for each line');

  for (const format of ['pdf', 'xlsx', 'csv']) {
    await page.locator(`[name=format][value=${format}]`).check({ force: true });
    await press(page, '#live form[method=post] button:not([name])');
    assert.ok((await page.locator('main').innerText()).includes('Отчет формируется'));
    await page.goBack();
  }
  await page.goto(`${front}/reports`);
  const links = page.locator('#own a[href^="/reports/"]');
  await eventually('three ready reports, without a reload', async () => (await links.count()) === 3);
  const files = {};
  for (const link of await links.all()) {
    const format = /PDF|XLSX|CSV/.exec(await link.getAttribute('aria-label'))[0];
    const file = await context.request.get(await link.evaluate((element) => element.href));
    assert.ok(file.ok(), format);
    files[format] = await file.body();
  }

  assert.deepEqual(csvRows(files.CSV), shown.slice(0, -1), 'CSV has the lines, for other programs without the totals');
  const sheet = sheetRows(files.XLSX);
  assert.deepEqual(sheet.slice(sheet.findIndex((row) => row[0] === shown[0][0])), shown, 'XLSX');
  assert.equal(sheet[0][0], 'Обращения по видам и формам подачи');
  const lines = pdfLines(files.PDF);
  for (const row of shown) assert.ok(lines.includes(row.join(' ')), `PDF has ${row.join(' ')}: ${lines.join('\n')}`);
  await context.close();
});
