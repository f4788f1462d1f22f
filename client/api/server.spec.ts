import { DOCUMENT } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import { SERVER_ADDRESS } from './server';

describe('SERVER_ADDRESS', () => {
  it('is the base URL of the page by default', () => {
    const page = document.implementation.createHTMLDocument();
    const base = page.createElement('base');
    base.href = 'https://example.com/boardcast/';
    page.head.append(base);
    TestBed.configureTestingModule({ providers: [{ provide: DOCUMENT, useValue: page }] });
    expect(TestBed.inject(SERVER_ADDRESS).base).toBe('https://example.com/boardcast');
  });
});
