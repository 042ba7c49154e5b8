export interface Part {
  name: string;
  /** Absent: a field and not a file. */
  fileName: string | undefined;
  type: string | undefined;
  bytes: Buffer;
}

/**
 * The parts of a multipart body (RFC 7578), undefined when it is broken. Node's own reader wants the headers
 * spelled as browsers do; Telegram takes them without the spaces and quotes that are optional, as bots send them.
 */
export function readParts(body: Uint8Array, contentType: string): Part[] | undefined {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  if (!boundary) return undefined;
  const delimiter = `\r\n--${boundary[1] ?? boundary[2]}`;
  const bytes = Buffer.concat([Buffer.from("\r\n"), body]);
  const parts: Part[] = [];
  let at = bytes.indexOf(delimiter);
  while (at >= 0) {
    const begin = at + Buffer.byteLength(delimiter);
    if (bytes.toString("latin1", begin, begin + 2) === "--") return parts;
    const end = bytes.indexOf(delimiter, begin);
    const part = end < 0 ? undefined : readPart(bytes.subarray(begin, end));
    if (!part) return undefined;
    parts.push(part);
    at = end;
  }
  return undefined;
}

/** From the end of the delimiter's line on. */
function readPart(bytes: Buffer): Part | undefined {
  const blank = bytes.indexOf("\r\n\r\n");
  if (blank < 0) return undefined;
  const headers = new Map(
    bytes
      .toString("utf8", 0, blank)
      .split("\r\n")
      .map((line): [string, string] => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
  const disposition = headers.get("content-disposition") ?? "";
  const name = parameter(disposition, "name");
  if (!/^form-data\s*;/i.test(disposition) || name === undefined) return undefined;
  return {
    name,
    fileName: parameter(disposition, "filename"),
    type: headers.get("content-type"),
    bytes: bytes.subarray(blank + 4),
  };
}

/** Of the header; what would end it early comes percent-encoded, as the HTML standard wants. */
function parameter(header: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;]*))`, "i").exec(header);
  const value = found && (found[1] ?? found[2]!.trim());
  return value?.replace(/%22/g, '"').replace(/%0D/gi, "\r").replace(/%0A/gi, "\n");
}
