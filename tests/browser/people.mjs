// What people do on the pages, by the names of the fields: works with scripts on and off, in both languages.
import { accounts, eventually, front, smsCode } from './system.mjs';

let people = 0;

// Signs a new citizen up and activates the cabinet by the code from the SMS.
export async function signUp(page) {
  people += 1;
  const unique = `${process.pid}${people}`;
  const person = {
    login: `citizen${unique}`,
    password: 'Зонтик-у-озера-67',
    phone: `+37529${String(7000000 + ((process.pid * 31 + people) % 999999)).padStart(7, '0')}`,
    email: `citizen${unique}@example.com`,
  };
  await page.goto(`${front}/sign-up/person`);
  await page.fill('[name=surname]', 'Купава');
  await page.fill('[name=name]', 'Аксана');
  await page.fill('[name=patronymic]', 'Паўлаўна');
  await page.fill('[name="address/settlement"]', 'г. Заречье');
  await page.fill('[name="address/street"]', 'ул. Садовая');
  await page.fill('[name="address/house"]', '7');
  await page.fill('[name=phone]', person.phone);
  await page.fill('[name=email]', person.email);
  await page.fill('[name=login]', person.login);
  await page.fill('[name=password]', person.password);
  await page.fill('[name=password_again]', person.password);
  await page.check('[name=consent]');
  await send(page, 'form[action^="/sign-up"]');
  await page.waitForURL('**/activate');
  await page.fill('[name=code]', await smsCode(person.phone));
  await send(page, 'form[action="/activate"]');
  return person;
}

export async function signIn(page, login, password = accounts.get(login)?.password) {
  await page.goto(`${front}/sign-in`);
  await page.fill('[name=login]', login);
  await page.fill('[name=password]', password);
  await send(page, 'form[action="/sign-in"]');
}

export async function signOut(page) {
  await send(page, 'form[action="/sign-out"]');
}

// Presses the first button that people see of a form and waits for the page that follows.
export async function send(page, form, button = 'button.button') {
  await Promise.all([page.waitForLoadState('load'), page.locator(`${form} ${button}`).first().click()]);
  await page.waitForLoadState('load');
}

// Switches the language as people do: by the link in the header.
export async function speak(page, language) {
  const link = page.locator(`header a[href*="/language/${language}"]`);
  if (await link.count()) {
    await Promise.all([page.waitForLoadState('load'), link.first().click()]);
  }
}

export { eventually };
