// The other side of the exchange: an organisation's programs at the API, the address where events are received, and the
// simulated router of СМДО.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { api, router } from './system.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const clients = readFileSync(join(here, '../../localstack/demo-api-clients.csv'), 'utf8').trim().split('\n');
const [, , id, secret] = clients[1].split(',');

// One token serves many calls, as programs should do it, and is renewed in good time.
let token = { ends: 0 };
async function authorization() {
  if (Date.now() > token.ends) {
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
    const { access_token: value, expires_in: seconds } = await (await fetch(`${api}/oauth/token`, { method: 'POST', body: form })).json();
    token = { value, ends: Date.now() + seconds * 500 };
  }
  return `Bearer ${token.value}`;
}

// Calls the API as the executive committee's program: the answer's JSON.
export async function call(method, path, body) {
  const headers = { authorization: await authorization(), 'content-type': 'application/json' };
  const answer = await fetch(api + path, { method, headers, body: JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

// A server that keeps the events it is sent and answers 200.
export async function receiver() {
  const events = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      events.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
      response.end();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { events, url: `http://127.0.0.1:${server.address().port}/events`, close: () => server.close() };
}

// Whether an event is signed by the secret, as Standard Webhooks has it.
export function isSigned({ headers, body }, secret) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  return headers['webhook-signature'].split(' ').includes(expected);
}

// Goes the way of `tests/edms.sh` with an appeal that waits; gives the secret of the address for events.
export async function vendor(number, url) {
  const secretFile = join(mkdtempSync(join(tmpdir(), 'zvarot-vendor-')), 'secret');
  const environment = { API: api, CLIENT_ID: id, CLIENT_SECRET: secret, NUMBER: number, WEBHOOK_URL: url, WEBHOOK_SECRET_FILE: secretFile };
  await promisify(execFile)('bash', [join(here, '../edms.sh')], { env: { PATH: process.env.PATH, ...environment } });
  return readFileSync(secretFile, 'utf8').trim();
}

// Tells the organisations' systems behind the router how to behave.
export async function behave(behaviour) {
  const answer = await fetch(`${router}/control`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(behaviour) });
  assert.equal(answer.status, 204);
}

// The envelope by which an appeal came to its organisation's system; nothing before it came.
export async function packageOf(number) {
  const received = await (await fetch(`${router}/packages`)).json();
  const digits = (text) => String(text).replaceAll('-', '');
  return received.map((message) => message.envelope).find((envelope) => digits(envelope.body.document.regNumber.value) === number);
}
