import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Combobox } from './combobox';
import type { Suggestion } from './suggest';

@Component({
  selector: 'bc-test-field',
  imports: [Combobox],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<bc-combobox
    label="Metric"
    [value]="value()"
    [suggestions]="suggestions()"
    (valueChange)="value.set($event)"
  />`,
})
class TestField {
  readonly value = signal('');
  readonly suggestions = signal<readonly Suggestion[]>([]);
}

describe('Combobox', () => {
  let fixture: ComponentFixture<TestField>;
  let input: HTMLInputElement;

  beforeEach(async () => {
    // jsdom has no layout and so no scrolling.
    Element.prototype.scrollIntoView = () => undefined;
    fixture = TestBed.createComponent(TestField);
    fixture.componentInstance.suggestions.set(suggestionsOf('orders', 'other'));
    await fixture.whenStable();
    input = (fixture.nativeElement as HTMLElement).querySelector('input') as HTMLInputElement;
    await type('o');
    await press('ArrowDown');
    await press('ArrowDown');
    expect(activeOption()).toBe('other');
  });

  it('chooses the active suggestion if the list is refreshed before Enter', async () => {
    await refresh('another', 'old', 'orders', 'other');
    expect(activeOption()).toBe('other');
    await press('Enter');
    expect(fixture.componentInstance.value()).toBe('other');
  });

  it('moves from the active suggestion in a refreshed list', async () => {
    await refresh('orders', 'other', 'outer');
    await press('ArrowDown');
    expect(activeOption()).toBe('outer');
    await press('ArrowDown');
    expect(activeOption()).toBe('orders');
  });

  it('has no active suggestion if a refreshed list no longer contains it', async () => {
    await refresh('orders', 'outer');
    expect(activeOption()).toBeUndefined();
    await refresh('orders', 'other');
    expect(activeOption()).toBeUndefined();
  });

  it('has no active suggestion after typing', async () => {
    await type('ot');
    expect(activeOption()).toBeUndefined();
    await press('Enter');
    expect(fixture.componentInstance.value()).toBe('ot');
  });

  async function type(text: string): Promise<void> {
    input.value = text;
    input.dispatchEvent(new Event('input'));
    await fixture.whenStable();
  }

  async function press(key: string): Promise<void> {
    input.dispatchEvent(new KeyboardEvent('keydown', { key }));
    await fixture.whenStable();
  }

  async function refresh(...values: string[]): Promise<void> {
    fixture.componentInstance.suggestions.set(suggestionsOf(...values));
    await fixture.whenStable();
  }

  function activeOption(): string | undefined {
    const id = input.getAttribute('aria-activedescendant');
    return id === null ? undefined : document.getElementById(id)?.querySelector('.name')?.textContent;
  }
});

function suggestionsOf(...values: string[]): readonly Suggestion[] {
  return values.map((value) => ({ value }));
}
