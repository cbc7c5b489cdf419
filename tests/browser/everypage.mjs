// Every page by who sees it, and what has to be there for it to have something to show.
import { anyCard, begin, enter, fill, numberOn, pick, press } from './people.mjs';
import { call, packageOf } from './programs.mjs';
import { eventually, front } from './system.mjs';

const person = { kind: 'person', surname: 'Рябина', name: 'Вера', address: { line: 'г. Заречье, ул. Новая, 3' } };
export const record = (externalId, content) => ({ externalId, kind: 'complaint', form: 'written', topicCode: '07', subtopicCode: '07-01', content, applicants: [person] });

// Two appeals of paper, one of them registered; one that goes by СМДО; a load with an error; an address for events that
// nobody answers at; a report and its schedule.
export async function prepare(chromium) {
  const { number } = await call('POST', '/v1/appeals', record('every-1', 'Прошу вернуть автобусную остановку.'));
  const { number: registered } = await call('POST', '/v1/appeals', record('every-2', 'Прошу вернуть пешеходный переход.'));
  await call('POST', `/v1/appeals/${registered}/acknowledgement`, { term: '15d' });
  await call('POST', '/v1/webhooks', { url: `http://127.0.0.1:9/a/very/long/address/${'of-a-program/'.repeat(12)}`, name: 'Канцелярия' });
  const records = JSON.stringify([record('every-3', 'Прошу отремонтировать кровлю.'), { ...record('every-4', ''), topicCode: '999' }]);
  const load = await call('POST', '/v1/loads', { name: 'выгрузка-из-системы-документооборота-за-ноябрь.json', size: Buffer.byteLength(records) });
  const headers = Object.fromEntries(load.upload.headers.filter(({ name }) => name !== 'content-length').map(({ name, value }) => [name, value]));
  await fetch(load.upload.url, { method: load.upload.method, headers, body: records });
  await call('POST', `/v1/loads/${load.id}/start`);
  await eventually('the load', async () => (await call('GET', `/v1/loads/${load.id}`)).state.code === 'done');
  const context = await chromium.newContext();
  const page = await context.newPage();
  await enter(context, page, 'person1');
  await begin(page, 'application');
  await pick(page, 'organisation_id', 'заречненский районный исполнительный', true);
  await pick(page, 'topic', 'благоустройство', true);
  await fill(page, { content: 'Прошу починить качели на детской площадке.' });
  await page.locator('[name=answer_way][value=cabinet]').check({ force: true });
  await press(page, 'form[data-autosave] button.button[name=submit]');
  const exchanged = await numberOn(page);
  await eventually('the package', () => packageOf(exchanged));
  await enter(context, page, 'head-zarechny');
  await page.goto(`${front}/reports?first=kind&second=form`);
  await press(page, '#live form[method=post] button:not([name])');
  await page.locator('#live details').evaluateAll((all) => all.forEach((part) => part.setAttribute('open', '')));
  await press(page, '#live button[name=schedule]');
  await context.close();
  return { number, registered };
}

// The path of the first link on a page that begins so.
async function linkOn(page, path, beginning) {
  await page.goto(front + path);
  const link = await page.locator(`main a[href^="${beginning}"]`).first().getAttribute('href');
  return new URL(link, front).pathname;
}

// The pages of each login, found by somebody who has signed in.
export function pagesOf({ number, registered }) {
  const month = '/reports?first=topic&second=status';
  return [
    ['clerk-zarechny', async (page) => {
      const card = await anyCard(page);
      const own = ['/work', card, `/work/appeals/${number}/register`];
      const answer = ['correct', 'term', 'answer', 'file', 'redirect', 'take-note', 'repeat', 'control', 'message', 'request', 'order'].map((end) => `/work/appeals/${registered}/${end}`);
      const loads = ['/loads', await linkOn(page, '/loads', '/loads/0')];
      await page.goto(`${front}/work/paper`);
      await press(page, 'main form[method=post] button.button');
      const paper = ['/work/paper', new URL(page.url()).pathname];
      const desk = ['/work?shelf=all', '/work?shelf=all&find=переход', '/work/searches', '/work/incoming', '/work/control', '/work/tasks', '/templates', '/templates/new'].map(encodeURI);
      return [...own, ...answer, ...paper, ...loads, ...desk, '/work/reminders', '/organisation/reminders', '/organisation/journal', '/answers', '/notices', '/notices/choices', month];
    }],
    ['head-zarechny', async () => ['/reports', month, '/password', `/work/appeals/${registered}/leave`, `/work/appeals/${registered}/resolutions/new`, '/work/tasks']],
    ['authorised-zarechny', async () => ['/work', '/work/personal']],
    ['executor-zarechny', async () => ['/work/tasks']],
    ['viewer-zarechny', async () => ['/work/others']],
    ['admin-zarechny', async (page) => {
      const webhook = await linkOn(page, '/organisation/webhooks', '/organisation/webhooks/0');
      const exchange = ['/exchange', '/exchange?side=incoming', '/exchange/subscription', await linkOn(page, '/exchange', '/exchange/packages/')];
      const employee = await linkOn(page, '/organisation/employees', '/organisation/employees/');
      return [...exchange, '/organisation/employees', employee, '/organisation/webhooks', webhook, '/services/keys', '/organisation/reminders', '/organisation/journal'];
    }],
    ['chief1', async (page) => ['/exchange', await linkOn(page, '/exchange', '/exchange/packages/'), month]],
    ['operator1', async (page) => ['/operator/system', '/operator/deliveries', await linkOn(page, '/operator/deliveries', '/operator/deliveries/'), '/reports']],
  ];
}

// Forms of officials with something wrong in each: where they are, what is typed, which button is pressed.
export const wrongForms = [
  ['admin-zarechny', '/organisation/webhooks', { url: 'ftp://somewhere' }, 'form[action="/organisation/webhooks"] button.button'],
  ['admin-zarechny', '/services/keys', { name: '' }, 'form[action="/services/keys"] button.button'],
  ['admin-zarechny', '/exchange/subscription', { code: 'код' }, 'form[action="/exchange/subscription"] button.button'],
  ['admin-zarechny', '/organisation/reminders', { review_before: 'вчера' }, 'form[action="/organisation/reminders"] button.button'],
  ['admin-zarechny', '/organisation/journal', { template: '{letter}' }, 'form[action="/organisation/journal"] button[name=save]'],
  ['admin-zarechny', '/password', { password_old: '', password: 'y', password_again: 'z' }, 'form[action="/password"] button.button'],
];

// Fills a form in wrongly and gives the texts of the summary of errors, and what is left of what was typed.
export async function sendWrong(page, [, path, values, button]) {
  await page.goto(front + path);
  await fill(page, values);
  await page.locator(button).first().evaluate((element) => element.form.setAttribute('novalidate', ''));
  await press(page, button);
  const errors = await page.locator('#errors li').allInnerTexts();
  const kept = await Promise.all(Object.keys(values).filter((name) => !name.startsWith('password')).map((name) => page.locator(`[name="${name}"]`).first().inputValue()));
  return { errors, kept, typed: Object.entries(values).filter(([name]) => !name.startsWith('password')).map(([, value]) => value) };
}
