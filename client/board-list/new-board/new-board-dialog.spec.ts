import { DialogRef } from '@angular/cdk/dialog';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeFetch } from '../../stream/testing/fake-fetch';
import { NewBoardDialog } from './new-board-dialog';

describe('NewBoardDialog', () => {
  let fakeFetch: FakeFetch;
  let closed: unknown[];
  let fixture: ComponentFixture<NewBoardDialog>;
  let host: HTMLElement;

  beforeEach(() => {
    fakeFetch = new FakeFetch();
    closed = [];
    const ref = { close: (board: unknown) => closed.push(board) };
    TestBed.configureTestingModule({ providers: [{ provide: DialogRef, useValue: ref }] });
    fixture = TestBed.createComponent(NewBoardDialog);
    host = fixture.nativeElement as HTMLElement;
    fixture.detectChanges();
  });

  afterEach(() => {
    fakeFetch.restore();
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
  const sent = (): unknown => JSON.parse(fakeFetch.last.init?.body as string);

  it('creates an empty board by default', () => {
    submit();
    expect(sent()).toEqual({ title: 'New board', panels: [] });
  });

  it('creates a board from a template, with its name as default title, and closes with the board', async () => {
    pick('Sales');
    expect(host.textContent).toContain('sales.revenue');
    submit();
    submit();
    expect(fakeFetch.calls).toHaveLength(1);
    expect(sent()).toMatchObject({ title: 'Sales', range: '24h' });
    fakeFetch.last.respond(201, '{ "slug": "sales" }');
    await FakeFetch.settled();
    expect(closed).toEqual([{ slug: 'sales' }]);
  });

  it('sends the title and address, and rejects an invalid address', () => {
    write('Title', 'Shop 7');
    write('Address', 'Shop 7');
    submit();
    expect(fakeFetch.calls).toEqual([]);
    expect(host.textContent).toContain('lowercase letters');
    write('Address', 'shop-7');
    submit();
    expect(sent()).toEqual({ title: 'Shop 7', slug: 'shop-7', panels: [] });
  });

  it.each([
    [409, 'There is already a board at this address.'],
    [507, 'The disk is full.'],
  ])('stays open and shows a message if the server responds with status %i', async (status, message) => {
    submit();
    fakeFetch.last.respond(status, JSON.stringify({ detail: 'The disk is full.' }));
    await FakeFetch.settled();
    fixture.detectChanges();
    expect(host.textContent).toContain(message);
    expect(closed).toEqual([]);
  });
});
