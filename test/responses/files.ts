import { crc32 } from "node:zlib";

/** Tables as other tools write them, byte by byte. */

export type Rows = readonly (readonly string[])[];

export const delimited = (rows: Rows, delimiter = ",", end = "\r\n"): string =>
  rows.map((cells) => cells.map((cell) => (/["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter) + end).join("");

export const utf16 = (text: string, order: "le" | "be" = "le"): Uint8Array => {
  const bytes = Buffer.from(`\uFEFF${text}`, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
};

let table: Map<string, readonly number[]> | undefined;

/** Only what GBK holds, in one byte or two; the rest becomes a question mark. */
export function gbk(text: string): Uint8Array {
  table ??= gbkTable();
  return Uint8Array.from([...text].flatMap((letter) => (letter.codePointAt(0) ?? 0) < 0x80 ? [letter.charCodeAt(0)] : (table?.get(letter) ?? [0x3f])));
}

function gbkTable(): Map<string, readonly number[]> {
  const decoder = new TextDecoder("gb18030");
  const pairs = Array.from({ length: 126 }, (_, i) => 0x81 + i).flatMap((first) => Array.from({ length: 191 }, (_, i) => 0x40 + i).filter((second) => second !== 0x7f).map((second) => [first, second]));
  return new Map(pairs.map((pair) => [decoder.decode(Uint8Array.from(pair)), pair] as const));
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const columnName = (i: number): string => (i < 26 ? String.fromCharCode(65 + i) : columnName(Math.floor(i / 26) - 1) + columnName(i % 26));

/** The smallest XLSX that Excel opens: one sheet, every cell a text or a number. */
export function xlsx(rows: Rows): Uint8Array {
  const sheet = rows.map((cells, r) => `<row r="${r + 1}">${cells.map((cell, c) => (cell === "" ? "" : `<c r="${columnName(c)}${r + 1}"${/^\d{1,9}$/.test(cell) && !/^0\d/.test(cell) ? `><v>${cell}</v>` : ` t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is>`}</c>`)).join("")}</row>`).join("");
  const main = "http://schemas.openxmlformats.org";
  return zip({
    "[Content_Types].xml": `<?xml version="1.0"?><Types xmlns="${main}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    "_rels/.rels": `<?xml version="1.0"?><Relationships xmlns="${main}/package/2006/relationships"><Relationship Id="rId1" Type="${main}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<?xml version="1.0"?><workbook xmlns="${main}/spreadsheetml/2006/main" xmlns:r="${main}/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<?xml version="1.0"?><Relationships xmlns="${main}/package/2006/relationships"><Relationship Id="rId1" Type="${main}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<?xml version="1.0"?><worksheet xmlns="${main}/spreadsheetml/2006/main"><sheetData>${sheet}</sheetData></worksheet>`,
  });
}

/** A ZIP file that packs nothing. Source: PKWARE APPNOTE 4.3. */
function zip(files: Readonly<Record<string, string>>): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [content, called] = [Buffer.from(text), Buffer.from(name)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(called.length, 22);
    const at = Buffer.alloc(4);
    at.writeUInt32LE(offset);
    const head = Buffer.concat([Buffer.from("PK\x03\x04"), common, called, content]);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), common, Buffer.alloc(10), at, called]));
    parts.push(head);
    offset += head.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, Buffer.from("PK\x05\x06"), end]);
}
