// Each way an appeal can go, played by the people of the demonstration: what the applicant reads at the end, and whether
// a person who reads the card's history understands what happened.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, enter, eventually, fill, numberOn, pick, press, registerAndAnswer } from './people.mjs';
import { picture } from './pictures.mjs';
import { behave } from './programs.mjs';
import { browser, front, start, stop } from './system.mjs';

let chromium;
const desks = new Map();

before(async () => {
  start();
  chromium = await browser();
  await behave({ registers: false, answers: 'none' });
});
after(async () => {
  await chromium?.close();
  stop();
});

// The window of somebody, who signs in once for all plays.
async function desk(login) {
  if (!desks.has(login)) {
    const context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, locale: 'ru-RU', timezoneId: 'Europe/Minsk' });
    const page = await context.newPage();
    await enter(context, page, login);
    desks.set(login, page);
  }
  return desks.get(login);
}

async function open(login, path) {
  const page = await desk(login);
  await page.goto(front + path);
  return page;
}

const council = 'заречненский районный исполнительный';
const hospital = 'заречненская центральная районная больница';

// An appeal of the first person to an organisation: its number.
async function submit(kind, organisation, content, values = {}) {
  const page = await desk('person1');
  await begin(page, kind);
  await pick(page, 'organisation_id', organisation, true);
  await pick(page, 'topic', 'благоустройство', true);
  await fill(page, { content, answer_way: 'cabinet', ...values });
  await press(page, 'form[data-autosave] button.button[name=submit]');
  return numberOn(page);
}

// Sends the form on a page, which has to be accepted.
async function send(page, button = 'button[name=send]') {
  await press(page, `main form ${button}`);
  assert.deepEqual(await page.locator('#errors').allInnerTexts(), [], page.url());
}

// Goes from the card by the link of an action to its form.
async function follow(login, number, link) {
  const page = await open(login, `/work/appeals/${number}`);
  const links = await page.locator('main a.button').allInnerTexts();
  assert.ok(links.includes(link), `${login} may do only: ${links}`);
  await press(page, `main a.button:text-is("${link}")`);
  return page;
}

// Follows the link of an action on the card, fills its form in and sends it.
async function act(login, number, link, values = {}, button = undefined) {
  const page = await follow(login, number, link);
  await fill(page, values);
  await send(page, button);
}

const plain = 'button.button:not([name])';

// Attaches pictures and waits until they are checked.
async function attach(page, files) {
  for (const [field, name] of Object.entries(files)) await page.setInputFiles(`#${field}-input`, picture(name));
  await page.locator('[data-file][data-state=clean]').nth(Object.keys(files).length - 1).waitFor({ timeout: 300_000 });
}

// The answer, looked at before it is sent; the one that goes by post has its signed copy with it.
async function answer(login, number, text, outcome, files) {
  const page = await follow(login, number, 'Ответить');
  await fill(page, { text, outcome });
  if (files) await attach(page, files);
  await send(page, 'button[name=preview]');
  await send(page);
}

// Registers by what the form proposes; the days of it and of the term, as a field of a date wants them.
async function register(login, number) {
  await act(login, number, 'Зарегистрировать', {}, plain);
  const shown = await (await desk(login)).locator('main').innerText();
  return ['Дата регистрации', 'Ответить до'].map((name) => new RegExp(`${name}: ([0-9.]+)`).exec(shown)[1].split('.').reverse().join('-'));
}

// The history on the card, oldest first: each entry has to have the texts named for it, and there are no others.
async function assertHistory(login, number, expected) {
  const page = await open(login, `/work/appeals/${number}`);
  const entries = await page.locator('section[aria-labelledby=history-title] .timeline > li').allInnerTexts();
  // The exchange with the organisation's office goes on beside the way of the appeal, at its own pace.
  assertTold(entries.filter((entry) => !entry.includes('Обмен через СМДО')).reverse(), expected);
}

function assertTold(entries, expected) {
  const all = entries.join('\n---\n');
  assert.equal(entries.length, expected.length, all);
  for (const [place, parts] of expected.entries()) {
    for (const part of [parts].flat()) assert.ok(entries[place].includes(part), `«${part}» is not in «${entries[place]}» of\n${all}`);
  }
}

// What the applicant reads: the status, all texts named somewhere on the page, and the way in plain words where it is one.
async function assertApplicantReads(number, status, texts, steps) {
  const page = await open('person1', `/appeals/${number}`);
  assert.equal(await page.locator('main h1 + p').innerText(), status);
  const shown = await page.locator('main').innerText();
  for (const text of texts) assert.ok(shown.includes(text), `«${text}» is not in\n${shown}`);
  if (steps) assertTold(await page.locator('main ol.timeline').last().locator('> li').allInnerTexts(), steps);
}

// The browser's way back from an answer that was sent shows what was done, and nothing to send it again with.
async function assertSentOnce(page) {
  for (const step of ['/answer/preview', '/answer']) {
    await page.goBack();
    assert.ok(new URL(page.url()).pathname.endsWith(step), page.url());
    const shown = await page.locator('main').innerText();
    for (const text of ['Ответ уже отправлен', 'Дан ответ']) assert.ok(shown.includes(text), shown);
    assert.equal(await page.locator('button[name=send]').count(), 0);
  }
}

// REQ: REV-01, REV-10, SUB-09, REG-09
test('a simplified answer', async () => {
  const number = await submit('application', council, 'Прошу починить фонарь у дома 7 по улице Садовой.');
  await registerAndAnswer(await desk('clerk-zarechny'), number, 'Фонарь починен 20 ноября.');
  await assertSentOnce(await desk('clerk-zarechny'));
  await assertHistory('clerk-zarechny', number, ['Обращение подано', ['Зарегистрировано', 'Индекс: ', 'Ответить до: '], ['Дан ответ', 'Результат: Разъяснено', 'За подписью: Председатель исполнительного комитета, ']]);
  await assertApplicantReads(number, 'Исполнено', ['Фонарь починен 20 ноября.'], ['Обращение подано', 'Зарегистрировано, индекс', 'Рассмотрение завершено']);
});

// The name of somebody as the pages have it.
const nameOf = async (login) => (await desk(login)).locator('nav.menu form .small').innerText();

// REQ: REV-02, REV-03, REV-04, REV-05, REV-06, REG-09
test('a full cycle with two executors, one of a subordinate organisation, and a returned result', async () => {
  const number = await submit('complaint', council, 'В поликлинике не работает лифт, а у крыльца нет пандуса.');
  await register('clerk-zarechny', number);
  const [own, subordinate, leader] = [await nameOf('executor-zarechny'), await nameOf('executor-hospital'), await nameOf('head-zarechny')];
  const titleOf = { [own]: 'начальник отдела жилищно-коммунального хозяйства', [subordinate]: 'заведующая поликлиникой' };
  const head = await follow('head-zarechny', number, 'Создать резолюцию');
  await fill(head, { text: 'Проверить лифт и пандус, доложить.' });
  for (const name of [own, subordinate]) {
    await head.selectOption('#executor', { label: `${name}, ${titleOf[name]}` });
    await press(head, 'button[name=add]');
  }
  await head.locator('[name=responsible]').first().check({ force: true });
  await send(head, 'button[name=send][value=issue]');

  await act('executor-hospital', number, 'Внести результат', { text: 'Лифт работает.' });
  await act('executor-zarechny', number, 'Вернуть на доработку', { reason: 'Не сказано, когда лифт проверен.' }, plain);
  await act('executor-hospital', number, 'Внести результат', { text: 'Лифт отремонтирован и проверен 20 ноября.' });
  await act('executor-zarechny', number, 'Принять результат', {}, plain);
  await act('executor-zarechny', number, 'Внести результат', { text: 'Пандус поставят до 1 декабря.' });
  await act('executor-zarechny', number, 'Внести сводный результат', { text: 'Лифт отремонтирован, пандус поставят до 1 декабря.' });
  await act('executor-hospital', number, 'Подтвердить сводный результат', {}, plain);
  await act('head-zarechny', number, 'Утвердить сводный результат', {}, plain);
  await answer('clerk-zarechny', number, 'Жалоба обоснована: лифт отремонтирован, пандус поставят до 1 декабря.', 'satisfied');
  await assertHistory('clerk-zarechny', number, [
    'Обращение подано',
    'Зарегистрировано',
    ['Выдана резолюция', `${own} (ответственный), до `, `${subordinate}, Заречненская центральная районная больница, до `, 'Проверить лифт и пандус, доложить.'],
    ['Внесен результат исполнения', subordinate, 'Лифт работает.'],
    ['Результат возвращен исполнителю', own, `Чей результат: ${subordinate}`, 'Причина: Не сказано, когда лифт проверен.'],
    ['Внесен результат исполнения', subordinate, 'Лифт отремонтирован и проверен 20 ноября.'],
    ['Результат исполнителя принят', own, `Чей результат: ${subordinate}`],
    ['Внесен результат исполнения', own, 'Пандус поставят'],
    ['Внесен сводный результат', own, `Кто утверждает: ${leader}`, 'Лифт отремонтирован, пандус поставят'],
    ['Сводный результат подтвержден', subordinate],
    ['Резолюция исполнена', leader, 'Сводный результат утвержден руководителем'],
    ['Дан ответ', 'Результат: Удовлетворено'],
  ]);
  const texts = ['Промежуточный ответ', 'Лифт отремонтирован, пандус поставят', 'Жалоба обоснована'];
  const steps = ['Обращение подано', 'Зарегистрировано, индекс', 'Обращение передано на исполнение', 'Получен промежуточный ответ', 'Рассмотрение завершено'];
  await assertApplicantReads(number, 'Исполнено', texts, steps);
});

// Takes a step in what another organisation wants, from the list of such.
async function take(login, list, number, button, values = {}) {
  const page = await open(login, list);
  await press(page, `main tr:has-text("${shown(number)}") a`);
  await fill(page, values);
  await send(page, `button:text-is("${button}")`);
}

// The number as the pages show it.
const shown = (number) => number.replace(/(\d{3})(\d{3})(\d{3})(\d)/, '$1-$2-$3-$4');

// REQ: CTL-03, CTL-04, REG-09
test('a redirect in part under control with a rejected report', async () => {
  const number = await submit('application', council, 'Прошу убрать сухое дерево во дворе и вернуть талоны к окулисту.');
  const [, due] = await register('clerk-zarechny', number);
  const page = await follow('clerk-zarechny', number, 'Перенаправить');
  await fill(page, { extent: 'part', questions: 'Талоны к окулисту.', explanation: 'Талоны выдает районная больница, вам ответят оттуда.', under_control: 'yes', control_until: due });
  await pick(page, 'redirected_to', hospital, true);
  await send(page);
  await take('clerk-hospital', '/work/incoming', number, 'Ответить', { text: 'Запись к окулисту есть.' });
  await take('clerk-zarechny', '/work/control', number, 'Поручить повторно', { text: 'Сообщите, сколько талонов добавлено.', due_on: due });
  await register('clerk-hospital', number);
  await answer('clerk-hospital', number, 'К окулисту добавлено десять талонов в день.', 'satisfied');
  await take('clerk-hospital', '/work/incoming', number, 'Ответить', { text: 'Добавлено десять талонов в день.' });
  await take('clerk-zarechny', '/work/control', number, 'Принять отчет');
  await answer('clerk-zarechny', number, 'Сухое дерево убрано 20 ноября.', 'satisfied');
  const [ours, theirs] = ['Куда: Заречненская центральная районная больница', 'Откуда: Заречненская центральная районная больница'];
  await assertHistory('clerk-zarechny', number, [
    'Обращение подано',
    'Зарегистрировано',
    ['Часть вопросов перенаправлена', ours, 'Вопросы: Талоны к окулисту.', 'На контроле, отчет до ', 'Письмо: Талоны выдает'],
    ['Представлен отчет', theirs, 'Запись к окулисту есть.'],
    ['Отчет отклонен, дано поручение', ours, 'Ответить до: ', 'Сообщите, сколько талонов добавлено.'],
    ['Представлен отчет', theirs, 'Добавлено десять талонов в день.'],
    ['Отчет принят, контроль снят', theirs],
    ['Дан ответ', 'Результат: Удовлетворено'],
  ]);
  await assertHistory('clerk-hospital', number, [['Поступило из другой организации', 'Откуда: Заречненский районный исполнительный комитет', 'Вопросы: Талоны к окулисту.'], 'Зарегистрировано', 'Дан ответ']);
  const texts = ['Сухое дерево убрано', 'К окулисту добавлено десять талонов'];
  await assertApplicantReads(number, 'Исполнено', [...texts, 'Часть вопросов перенаправлена: Заречненская центральная районная больница']);
});

// REQ: REV-07
test('leaving without consideration', async () => {
  const number = await submit('complaint', council, 'Дерево под окном опять зеленое!');
  await register('clerk-zarechny', number);
  await act('head-zarechny', number, 'Оставить без рассмотрения', { reason: 'requirements_not_met', explanation: 'Просьбы в обращении нет. Напишите, о чем вы просите. Это решение можно обжаловать в вышестоящую организацию.' });
  await assertHistory('clerk-zarechny', number, ['Обращение подано', 'Зарегистрировано', ['Оставлено без рассмотрения по существу', 'Причина: ', 'Разъяснение: Просьбы в обращении нет.']]);
  await assertApplicantReads(number, 'Оставлено без рассмотрения по существу', ['Напишите, о чем вы просите.'], ['Обращение подано', 'Зарегистрировано, индекс', 'Оставлено без рассмотрения по существу. Причина: ']);
});

// REQ: SUB-10, SUB-09
test('withdrawal after the registration', async () => {
  const number = await submit('proposal', council, 'Предлагаю закрыть киоск у школы.');
  await register('clerk-zarechny', number);
  const page = await open('person1', `/appeals/${number}`);
  await press(page, 'main a:text-is("Отозвать обращение")');
  await send(page, plain);
  await assertHistory('clerk-zarechny', number, ['Обращение подано', 'Зарегистрировано', 'Отозвано заявителем']);
  await assertApplicantReads(number, 'Отозвано', [], ['Обращение подано', 'Зарегистрировано, индекс', 'Обращение отозвано заявителем']);
});

// Enters an appeal of paper or of a reception by the clerk: its number.
async function enterOnPaper(values, files) {
  const page = await open('clerk-zarechny', '/work/paper');
  await press(page, 'main form[method=post] button.button');
  await fill(page, { applicant_kind: 'person', surname: 'Рябина', name: 'Вера', patronymic: 'Ильинична', 'address/settlement': 'г. Заречье', 'address/street': 'ул. Новая', 'address/house': '3', answer_way: 'post', ...values });
  await pick(page, 'topic', 'благоустройство', true);
  if (files) await attach(page, files);
  await send(page, 'button.button[name=submit]');
  return numberOn(page);
}

// REQ: REG-02, REG-08, REV-08
test('a collective written appeal of 35 people', async () => {
  const number = await enterOnPaper({ form: 'written', kind: 'application', content: 'Просим осветить переход у школы.', collective: 'yes', participants_count: '35' }, { participants_list: 'список.png', files: 'письмо.png' });
  await register('clerk-zarechny', number);
  await answer('clerk-zarechny', number, 'Комиссия выехала на место 20 ноября, переход осветят до 1 декабря.', 'satisfied', { files: 'ответ.png' });
  await assertHistory('clerk-zarechny', number, [
    ['Внесено в систему', 'Письменное', '35 заявителей', 'рассматривается с выездом на место'],
    'Зарегистрировано',
    ['Дан ответ', 'Результат: Удовлетворено'],
  ]);
  const card = await (await desk('clerk-zarechny')).locator('main').innerText();
  for (const part of ['Рябина Вера Ильинична', 'список.png', 'письмо.png', 'На бумаге, почтой', 'Комиссия выехала на место']) assert.ok(card.includes(part), card);
});

// REQ: REG-02
test('an oral appeal', async () => {
  const number = await enterOnPaper({ form: 'oral', reception_by: 'Председатель Мазур Т. А.', kind: 'application', content: 'Просит вернуть остановку.' });
  const [today] = await register('clerk-zarechny', number);
  await answer('clerk-zarechny', number, 'Остановка возвращена.', 'satisfied', { files: 'ответ.png' });
  await act('clerk-zarechny', number, 'Контроль и дело', { announced_on: today }, plain);
  await assertHistory('clerk-zarechny', number, [['Внесено в систему', 'Устное'], 'Зарегистрировано', 'Дан ответ', ['Отметки', 'Ответ объявлен на приеме']]);
});

// REQ: SUB-07
test('an appeal to the head in person', async () => {
  const number = await submit('application', council, 'Прошу принять меня лично по вопросу о жилье.', { to_head: 'yes' });
  const page = await open('authorised-zarechny', '/work/personal');
  await press(page, `main a[href$="/${number}"]`);
  await press(page, 'main a:text-is("Решить, кому обращение")');
  await fill(page, { decision: 'pass_to_head', remark: 'Просит о личном приеме.' });
  await send(page, plain);
  await register('clerk-zarechny', number);
  const head = await open('head-zarechny', '/work/personal');
  assert.ok((await head.locator('main').innerText()).includes(shown(number)), 'it is in the cabinet of the head');
  await answer('clerk-zarechny', number, 'Вас примут 30 ноября в 10 часов.', 'satisfied');
  await assertHistory('clerk-zarechny', number, ['Обращение подано', ['Передано руководителю после модерации', 'Просит о личном приеме.'], 'Зарегистрировано', 'Дан ответ']);
  await assertApplicantReads(number, 'Исполнено', ['Вас примут 30 ноября'], ['Обращение подано', 'Передано руководителю организации', 'Зарегистрировано, индекс', 'Рассмотрение завершено']);
});

// REQ: BEY-02, REG-09
test('two identical ones merged', async () => {
  const content = 'Прошу засыпать яму на дороге у дома 5 по улице Луговой.';
  const first = await submit('application', council, content);
  const [, due] = await register('clerk-zarechny', first);
  const later = await submit('application', council, content);
  await register('clerk-zarechny', later);
  const page = await follow('clerk-zarechny', later, 'Объединить с первым');
  await fill(page, { proposed: first, kind: 'identical' });
  await send(page, 'button[name=preview]');
  const look = await page.locator('main').innerText();
  for (const part of [shown(first), shown(later), content, 'Общий ответ нужно дать до', 'как одно обращение']) assert.ok(look.includes(part), look);
  await send(page);
  const term = `Ответить до: ${due.split('-').reverse().join('.')}`;
  const joined = ['Объединено с первым обращением', `Первое обращение: ${shown(first)}`, 'Идентичное', term];
  await assertHistory('clerk-zarechny', later, ['Обращение подано', 'Зарегистрировано', joined]);
  const links = await (await desk('clerk-zarechny')).locator('main a.button').allInnerTexts();
  assert.ok(!links.includes('Ответить') && links.includes('Отменить объединение'), `${links}`);
  await answer('clerk-zarechny', first, 'Яма засыпана 21 ноября.', 'satisfied');
  await assertHistory('clerk-zarechny', first, [
    'Обращение подано',
    'Зарегистрировано',
    ['К обращению присоединено другое', `Присоединенное обращение: ${shown(later)}`, 'Идентичное', 'Поступило: '],
    ['Дан ответ', 'Результат: Удовлетворено'],
  ]);
  await assertHistory('clerk-zarechny', later, ['Обращение подано', 'Зарегистрировано', joined, ['Дан ответ', `Общее решение с первым обращением: ${shown(first)}`]]);
  await assertApplicantReads(first, 'Исполнено', ['Яма засыпана 21 ноября.', shown(later)]);
  await assertApplicantReads(later, 'Исполнено', ['Яма засыпана 21 ноября.', shown(first)], ['Обращение подано', 'Зарегистрировано, индекс', `Рассматривается вместе с обращением ${shown(first)}`, 'Рассмотрение завершено']);
});
