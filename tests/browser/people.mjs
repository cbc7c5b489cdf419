// What people do on the pages, by the names of the fields: works with scripts on and off, in both languages.
import { accounts, eventually, front, smsCode } from './system.mjs';

let people = 0;

// Signs a new citizen up and activates the cabinet by the code from the SMS.
export async function signUp(page) {
  people += 1;
  const unique = `${process.pid}x${people}`;
  const person = {
    login: `citizen${unique}`,
    password: 'Зонтик-у-озера-67',
    phone: `+37529${1000000 + ((process.pid * 97 + people * 7919) % 8999999)}`,
    email: `citizen${unique}@example.com`,
  };
  await page.goto(`${front}/sign-up/person`);
  await fill(page, {
    surname: 'Купава',
    name: 'Аксана',
    patronymic: 'Паўлаўна',
    'address/settlement': 'г. Заречье',
    'address/street': 'ул. Садовая',
    'address/house': '7',
    phone: person.phone,
    email: person.email,
    login: person.login,
    password: person.password,
    password_again: person.password,
  });
  await page.check('[name=consent]');
  await press(page, 'form[action^="/sign-up"] button.button');
  await page.waitForURL('**/activate');
  await fill(page, { code: await smsCode(person.phone) });
  await press(page, 'form[action="/activate"] button.button');
  return person;
}

export async function signIn(page, login, password = accounts.get(login)?.password) {
  await page.goto(`${front}/sign-in`);
  await fill(page, { login, password });
  await press(page, 'form[action="/sign-in"] button.button');
}

// Enters a session of this login, which signs in only the first time: later the browser is given its cookies.
const sessions = new Map();
export async function enter(context, page, login) {
  await context.clearCookies();
  if (sessions.has(login)) return context.addCookies(sessions.get(login));
  await signIn(page, login);
  sessions.set(login, await context.cookies());
}

// Fills fields in by their names: texts and dates are typed, choices are chosen.
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`[name="${name}"]:not([type=hidden])`).first();
    const type = await field.evaluate((element) => element.type);
    if (type === 'select-one') await field.selectOption(value);
    else if (type === 'radio' || type === 'checkbox') await page.locator(`[name="${name}"][value="${value}"]`).first().check({ force: true });
    else await field.fill(value);
  }
}

// Presses a button that leads to another page and waits for it.
export async function press(page, button) {
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator(button).first().click()]);
}

// Begins a draft of a kind of appeal.
export async function begin(page, kind) {
  await page.goto(`${front}/appeals/new`);
  await page.locator(`[name=kind][value=${kind}]`).first().check({ force: true });
  await press(page, 'form[action="/appeals/new"] button.button');
}

// Chooses from a picker by typing: from the listbox with scripts, by search and a choice without.
export async function pick(page, name, typed, scripts) {
  const input = page.locator(`#${name}`);
  await input.fill(typed);
  if (scripts) {
    await page.locator(`#${name}-list [data-value]`).first().click();
    return;
  }
  await press(page, `button[name=find][value="${name}"]`);
  await page.locator(`[data-choices="${name}"] input[type=radio]`).first().check({ force: true });
}

// The path of the newest appeal's card: the last tab of the list holds all.
export async function anyCard(page) {
  await page.goto(`${front}/work`);
  const all = await page.locator('nav.tabs a').last().getAttribute('href');
  await page.goto(front + all);
  const link = await page.locator('main a[href*="/work/appeals/"]').first().getAttribute('href');
  return new URL(link, front).pathname;
}

// The number of the appeal on the page, ten digits.
export async function numberOn(page) {
  const text = await page.locator('main').innerText();
  return /\d{3}-\d{3}-\d{3}-\d/.exec(text)[0].replaceAll('-', '');
}

// The clerk registers and answers.
export async function registerAndAnswer(page, number, text) {
  await page.goto(`${front}/work/appeals/${number}/register`);
  await press(page, `form[action$="/register"] button.button:not([name=recount])`);
  await page.goto(`${front}/work/appeals/${number}/answer`);
  await fill(page, { text, outcome: 'explained' });
  await press(page, `form[action$="/answer"] button[name=preview]`);
  await press(page, `button[name=send]`);
}

export { eventually };
