import { Marked } from 'marked';

/** The headings of the page and the panel are above those of the text. */
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
    // Boards stay open for months, so links open a new tab.
    link({ href, title, tokens }) {
      const tip = title ? ` title="${escape(title)}"` : '';
      return `<a href="${escape(href)}"${tip} target="_blank" rel="noopener noreferrer">${this.parser.parseInline(tokens)}</a>`;
    },
    // The sanitizer removes inputs.
    checkbox({ checked }) {
      return checked ? '☑ ' : '☐ ';
    },
  },
});

/**
 * Renders GitHub Flavored Markdown as HTML. The result must be sanitized: it may contain anything that the text
 * contains.
 */
export function renderMarkdown(text: string): string {
  return marked.parse(text, { async: false });
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
