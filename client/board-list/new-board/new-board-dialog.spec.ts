import { DialogRef } from '@angular/cdk/dialog';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeFetch } from '../../api/testing/fake-fetch';
import { NewBoardDialog } from './new-board-dialog';

describe('the dialog for a new board', () => {
  let fetched: FakeFetch;
  let closed: unknown[];
  let fixture: ComponentFixture<NewBoardDialog>;
  let host: HTMLElement;

  beforeEach(() => {
    fetched = new FakeFetch();
    closed = [];
    const ref = { close: (board: unknown) => closed.push(board) };
    TestBed.configureTestingModule({ providers: [{ provide: DialogRef, useValue: ref }] });
    fixture = TestBed.createComponent(NewBoardDialog);
    host = fixture.nativeElement as HTMLElement;
    fixture.detectChanges();
  });

  afterEach(() => {
    fetched.restore();
  });

  function write(label: string, text: string): void {
    const named = [...host.querySelectorAll('label')].find((each) => each.textContent === label);
    const field = named?.control as HTMLInputElement;
    field.value = text;
    field.dispatchEvent(new Event('input'));
    fixture.detectChanges();
  }

  function pick(template: string): void {
    const named = [...host.querySelectorAll('label')].find(
      (each) => each.querySelector('strong')?.textContent === template,
    );
    (named?.control as HTMLInputElement).click();
    fixture.detectChanges();
  }

  const submit = (): void => {
    host.querySelector('form')?.dispatchEvent(new Event('submit'));
  };
  const sent = (): unknown => JSON.parse(fetched.last.init?.body as string);

  it('makes an empty board without a word', () => {
    submit();
    expect(sent()).toEqual({ title: 'New board', panels: [] });
  });

  it('makes a board after a template, which lends its name where there is no other, and closes with it', async () => {
    pick('Sales');
    expect(host.textContent).toContain('sales.revenue');
    submit();
    submit();
    expect(fetched.calls).toHaveLength(1);
    expect(sent()).toMatchObject({ title: 'Sales', range: '24h' });
    fetched.last.answer(201, '{ "slug": "sales" }');
    await FakeFetch.settled();
    expect(closed).toEqual([{ slug: 'sales' }]);
  });

  it('takes a title and an address, but not one that is none', () => {
    write('Title', 'Shop 7');
    write('Address', 'Shop 7');
    submit();
    expect(fetched.calls).toEqual([]);
    expect(host.textContent).toContain('small letters');
    write('Address', 'shop-7');
    submit();
    expect(sent()).toEqual({ title: 'Shop 7', slug: 'shop-7', panels: [] });
  });

  it.each([
    [409, 'There is a board at this address already.'],
    [507, 'The disk is full.'],
  ])('stays open when the server says %i, with words', async (status, words) => {
    submit();
    fetched.last.answer(status, JSON.stringify({ detail: 'The disk is full.' }));
    await FakeFetch.settled();
    fixture.detectChanges();
    expect(host.textContent).toContain(words);
    expect(closed).toEqual([]);
  });
});
