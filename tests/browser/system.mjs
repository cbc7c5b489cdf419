// One whole system for the browser's tests, started and stopped by the README's own commands.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const port = 8080 + 100 * (10 + Math.floor(Math.random() * 60)) + 50;
const data = mkdtempSync(join(tmpdir(), 'zvarot-browser-'));

export const front = `http://127.0.0.1:${port}`;
export const api = `http://127.0.0.1:${port + 1}`;
export const router = `http://127.0.0.1:${port - 8080 + 1180}`;
const mailPage = `http://127.0.0.1:${port - 8080 + 1080}`;
const smsPage = `http://127.0.0.1:${port - 8080 + 1081}`;

function xtask(...words) {
  // The runner's own DATABASE_URL is for the Rust tests; this system has a cluster of its own.
  const { DATABASE_URL: _, ...environment } = process.env;
  return execFileSync('cargo', ['xtask', ...words], { cwd: root, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

// `npm test` alone needs `cargo build --workspace --bins` before; `cargo xtask test` has done it.
export function start({ built = true } = {}) {
  // PostgreSQL's user must be able to come to its data.
  execFileSync('chmod', ['755', data]);
  xtask('up', '--detach', ...(built ? ['--built'] : []), '--port', String(port), '--data-dir', data);
}

export function stop() {
  xtask('down', '--data-dir', data);
  rmSync(data, { recursive: true, force: true });
}

// The demo accounts by login.
export const accounts = new Map(
  readFileSync(join(root, 'localstack/demo-accounts.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map(([role, organisation, login, password]) => [login, { role, organisation, login, password }]),
);

const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function browser() {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: quiet });
}

// The newest SMS to a phone that holds a code of six digits.
export async function smsCode(phone) {
  return eventually(`an SMS with a code to ${phone}`, async () => {
    const messages = await (await fetch(`${smsPage}/messages?to=${encodeURIComponent(phone)}`)).json();
    return messages.map((message) => /\b\d{6}\b/.exec(message.text)?.[0]).filter(Boolean).at(-1);
  });
}

// The letters to an address, oldest first.
export async function letters(address) {
  const all = await (await fetch(`${mailPage}/email`)).json();
  return all.filter((letter) => letter.to.some((to) => to.address === address));
}

// Waits for something to become true; slow machines wait longer, nothing fails for being slow.
export async function eventually(what, look, patience = 120_000) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
