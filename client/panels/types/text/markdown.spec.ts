import { SecurityContext } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { DomSanitizer } from '@angular/platform-browser';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { renderMarkdown } from './markdown';

describe('renderMarkdown', () => {
  // In development mode, Angular logs that it removed something.
  beforeEach(() => {
    jest.spyOn(console, 'warn').mockReturnValue();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each([
    ['# Title', '<h3>Title</h3>'],
    ['##### deep', '<h6>deep</h6>'],
    ['**a** _b_ `c`', '<p><strong>a</strong> <em>b</em> <code>c</code></p>'],
    [
      '[a](https://example.com "the \\" tip")',
      '<p><a href="https://example.com" title="the &quot; tip" target="_blank" rel="noopener noreferrer">a</a></p>',
    ],
    ['- [x] a\n- [ ] b', '<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>'],
    ['|a|\n|-|\n|1|', '<table>'],
  ])('renders %j as %j', (text, html) => {
    expect(renderMarkdown(text)).toContain(html);
  });

  it('contains, sanitized, no scripts, frames or forms for any text', () => {
    const sanitizer = TestBed.inject(DomSanitizer);
    const evil = fc.constantFrom(
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '[a](javascript:alert(1))',
      '[a](https://x "\\" onclick=alert(1) x=\\"")',
      '<a href="javascript:alert(1)">x</a>',
      '<iframe src="https://evil.example"></iframe>',
      '<form action="/api/v1/events"><input name=title><button>go</button></form>',
      '<svg onload=alert(1)>',
      '<p style="position:fixed;inset:0">x</p>',
      '<style>*{display:none}</style>',
      '![a](javascript:alert(1))',
      '# b\n\n',
      '> ',
      '`',
      '*',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(evil, fc.string()), { maxLength: 6 }), (parts) => {
        const page = document.createElement('div');
        page.innerHTML = sanitizer.sanitize(SecurityContext.HTML, renderMarkdown(parts.join(' '))) ?? '';
        expect(page.querySelector('script,iframe,form,input,button,style,svg,object,embed')).toBeNull();
        for (const element of page.querySelectorAll('*')) {
          for (const { name, value } of element.attributes) {
            expect(name).not.toMatch(/^(on|style|id$)/);
            expect(value).not.toMatch(/^javascript:/i);
          }
        }
      }),
    );
  });
});
