// Chromium 109: the last one for the Windows 7 that regulation 5.1 names.
import oldChromium from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

export async function oldBrowser() {
  const browser = await chromium.launch({ executablePath: await oldChromium.executablePath(), args: oldChromium.args, headless: true });
  if (!browser.version().startsWith('109.')) throw new Error(`Chromium ${browser.version()} instead of 109`);
  return browser;
}
