import { describe, expect, it } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { App } from './app';

describe('App', () => {
  it('is created', () => {
    expect(TestBed.createComponent(App).componentInstance).toBeTruthy();
  });
});
