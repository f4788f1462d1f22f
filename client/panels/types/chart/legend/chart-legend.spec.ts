import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import { ChartLegend } from './chart-legend';

describe('ChartLegend', () => {
  it('marks series that have ended', async () => {
    const fixture = TestBed.createComponent(ChartLegend);
    fixture.componentRef.setInput('chartTitle', 'Latency');
    fixture.componentRef.setInput('hidden', new Set());
    fixture.componentRef.setInput('states', [undefined, undefined]);
    fixture.componentRef.setInput('series', [
      { key: 'a', label: 'eu' },
      { key: 'b', label: 'us', endedAt: 1 },
    ]);
    await fixture.whenStable();
    const lines = [...(fixture.nativeElement as HTMLElement).querySelectorAll('button')];
    expect(lines.map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim())).toEqual(['eu', 'us ended']);
    expect(lines.map(({ className }) => className)).toEqual(['key', 'key ended']);
  });
});
