// What stands in the files that people take away: XLSX, CSV and PDF as rows of texts.
import { execFileSync } from 'node:child_process';
import { inflateRawSync } from 'node:zlib';

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

// The files of an archive by name, read from its central directory.
function unzip(bytes) {
  const files = new Map();
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let place = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [packed, name, extra, comment] = [bytes.readUInt32LE(place + 20), ...[28, 30, 32].map((at) => bytes.readUInt16LE(place + at))];
    const local = bytes.readUInt32LE(place + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const body = bytes.subarray(start, start + packed);
    const path = bytes.toString('utf8', place + 46, place + 46 + name);
    files.set(path, bytes.readUInt16LE(place + 10) === 8 ? inflateRawSync(body) : body);
    place += 46 + name + extra + comment;
  }
  return files;
}

// The rows of an XLSX file's first sheet that have cells; numbers are numbers.
export function sheetRows(bytes) {
  const sheet = unzip(bytes).get('xl/worksheets/sheet1.xml').toString('utf8');
  const text = (xml) => xml.replace(/<[^>]*>/g, '').replace(/&(\w+);/g, (_, name) => entities[name]);
  const cell = ([, attributes, inside]) => (/t="inlineStr"/.test(attributes) ? text(inside) : Number(text(inside)));
  return [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) => [...row.matchAll(/<c ([^>]*)>(.*?)<\/c>/gs)].map(cell));
}

// The rows of a CSV file of ours: semicolons, no quotes in what is compared.
export function csvRows(bytes) {
  const lines = bytes.toString('utf8').replace(/^\ufeff/, '').trim().split('\r\n');
  return lines.map((line) => line.split(';').map((value) => (/^\d+$/.test(value) ? Number(value) : value)));
}

// The lines of a PDF file, blanks made one.
export function pdfLines(bytes) {
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' });
  return text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
}
