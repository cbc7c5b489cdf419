// Pictures for the browser to attach.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'zvarot-files-'));

// A picture of a size to the byte, at least that of a point: a real PNG with a text of rubbish behind its header.
export function picture(name, bytes = 0) {
  const path = join(folder, name);
  const one = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  const filler = Buffer.alloc(Math.max(0, bytes - one.length - 12), 'a');
  const chunk = Buffer.concat([Buffer.from('tEXt'), filler]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(filler.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(chunk));
  const header = one.subarray(0, 33);
  writeFileSync(path, filler.length ? Buffer.concat([header, length, chunk, sum, one.subarray(33)]) : one);
  return path;
}

function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return ~sum >>> 0;
}
