import { escapeHtml, type Localizer } from "../../i18n/localizer.ts";

/** A mail as it goes out: the same words as plain text and as HTML. */
export interface Mail {
  subject: string;
  text: string;
  html: string;
}

/** What a mail is made of, top to bottom. Everything is plain text and is escaped here. */
export type MailPart =
  | { type: "paragraph"; text: string }
  /** Something to type elsewhere. */
  | { type: "code"; code: string }
  | { type: "button"; label: string; url: string };

/**
 * Writes a mail in both forms. No picture, no script, nothing that is fetched when it is opened: it says
 * the same to everybody and tells nobody that it was read.
 */
export function writeMail(language: Localizer, mail: { subject: string; parts: MailPart[] }): Mail {
  const { subject, parts } = mail;
  return {
    subject,
    text: `${parts.map(asText).join("\n\n")}\n`,
    html: `<!doctype html>
<html lang="${language.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:24px 16px;font:17px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:30em;margin:0 auto">
${parts.map(asHtml).join("\n")}
</div>
</body>
</html>
`,
  };
}

function asText(part: MailPart): string {
  switch (part.type) {
    case "paragraph":
      return part.text;
    case "code":
      return part.code;
    case "button":
      return `${part.label}:\n${part.url}`;
  }
}

function asHtml(part: MailPart): string {
  switch (part.type) {
    case "paragraph":
      return `<p style="margin:0 0 16px;overflow-wrap:anywhere">${escapeHtml(part.text)}</p>`;
    case "code":
      return `<p style="margin:0 0 16px;font-size:30px;font-weight:700;letter-spacing:4px">${escapeHtml(part.code)}</p>`;
    case "button": {
      const url = escapeHtml(part.url);
      // The address in full as well: a mail program that shows no button shows that.
      return `<p style="margin:0 0 16px"><a href="${url}" style="display:inline-block;padding:12px 20px;border-radius:10px;background:#1c6ea4;color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(part.label)}</a></p>
<p style="margin:0 0 16px;font-size:14px;overflow-wrap:anywhere"><a href="${url}">${url}</a></p>`;
    }
  }
}
