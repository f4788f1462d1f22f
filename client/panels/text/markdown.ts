import { Marked } from 'marked';

/** Above the text stand the page's heading and the panel's: its own begin below them. */
const HEADINGS_ABOVE = 2;
const MAX_LEVEL = 6;

const marked = new Marked({
  gfm: true,
  async: false,
  renderer: {
    heading({ tokens, depth }) {
      const level = Math.min(MAX_LEVEL, depth + HEADINGS_ABOVE);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    // A board is left open for months: a link must not take it away.
    link({ href, title, tokens }) {
      const tip = title ? ` title="${escape(title)}"` : '';
      return `<a href="${escape(href)}"${tip} target="_blank" rel="noopener noreferrer">${this.parser.parseInline(tokens)}</a>`;
    },
    // The sanitiser takes inputs away; nobody could tick one here anyway.
    checkbox({ checked }) {
      return checked ? '☑ ' : '☐ ';
    },
  },
});

/** GitHub's Markdown as HTML, which is still to be sanitised: it may hold whatever the text holds. */
export function renderMarkdown(text: string): string {
  return marked.parse(text, { async: false });
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
