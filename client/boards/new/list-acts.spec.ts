import { Dialog } from '@angular/cdk/dialog';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { FakeFetch } from '../../live/testing/fake-fetch';
import type { ImportTrouble } from './import-dialog';
import { ListActs } from './list-acts';

const file = (name: string, text: () => Promise<string>): File => ({ name, size: 10, text }) as File;

describe('importing', () => {
  let fetches: FakeFetch;
  let told: ImportTrouble[];
  let acts: ListActs;

  beforeEach(() => {
    fetches = new FakeFetch();
    told = [];
    const open = (_dialog: unknown, { data }: { data: ImportTrouble }): object => {
      told.push(data);
      return { closed: of(undefined) };
    };
    TestBed.configureTestingModule({ providers: [{ provide: Dialog, useValue: { open } }] });
    acts = TestBed.inject(ListActs);
  });
  afterEach(() => {
    fetches.restore();
  });

  it('says which file cannot be read, as a folder that was dropped, and goes on with the next', async () => {
    const folder = file('boards', () => Promise.reject(new DOMException('', 'NotFoundError')));
    const imported = acts.import([folder, file('shop.json', () => Promise.resolve('{"title":"Shop","panels":[]}'))]);
    await FakeFetch.settled();
    expect(told).toEqual([{ file: 'boards', detail: expect.stringMatching(/^It cannot be read/), errors: [] }]);
    expect(fetches.last.init?.body).toBe('{"title":"Shop","panels":[]}');
    fetches.last.answer(201, '{"slug":"shop","title":"Shop","panels":[]}');
    await imported;
  });
});
