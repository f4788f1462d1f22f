import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import { DATALESS_TYPES, PANEL_OPTIONS } from '../../../wire/panel-options';
import { optionFieldsOf } from '../../board-editor/panel-form/fields/option-fields';
import { PANEL_TYPE_CHOICES } from '../../board-editor/panel-form/panel-type-choices';
import { TEMPLATES } from '../../board-list/new-board/templates/board-templates';
import { PageClock } from '../../common/testing/page-clock';
import { panelTypeOf } from './panel-types';
import { PanelCard } from './panel-card';
import { samplePanel } from '../testing/sample-frames';

describe('panelTypeOf', () => {
  it.each(DATALESS_TYPES)('shows %s without data, in the client as on the server', async (type) => {
    expect(panelTypeOf(type)?.needsNoData).toBe(true);
    TestBed.configureTestingModule({ providers: [new PageClock().provide()] });
    const fixture = TestBed.createComponent(PanelCard);
    const inputs = { panel: samplePanel({ type, query: undefined }), view: undefined, range: '1h', link: 'live' };
    for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
    await fixture.whenStable();
    const page = fixture.nativeElement as HTMLElement;
    expect(page.querySelector('bc-panel-skeleton')).toBeNull();
    expect(page.querySelector(`bc-${type}-panel`)?.textContent.trim()).not.toBe('');
  });

  it.each(['number', 'chart', 'gauge', 'bars', 'status', 'table', 'events'])('requires data for %s', (type) => {
    expect(panelTypeOf(type)).toMatchObject({ component: expect.anything() as unknown });
    expect(panelTypeOf(type)?.needsNoData).toBeUndefined();
  });

  it('knows the types of board files and of the editor', () => {
    const types = Object.keys(PANEL_OPTIONS);
    expect(types.filter((type) => panelTypeOf(type) === undefined)).toEqual([]);
    expect(PANEL_TYPE_CHOICES.map(({ type }) => type).sort()).toEqual([...types].sort());
    const needsNoData = types.filter((type) => panelTypeOf(type)?.needsNoData === true);
    expect(needsNoData.sort()).toEqual([...DATALESS_TYPES].sort());
  });

  it.each(Object.entries(PANEL_OPTIONS))('uses only options of %s that board files may contain', (type, known) => {
    const inForm = optionFieldsOf(type).map(({ name }) => name);
    const inTemplates = TEMPLATES.flatMap(({ panels }) => panels)
      .filter((panel) => panel.type === type)
      .flatMap(({ options }) => Object.keys(options));
    expect(Object.keys(known)).toEqual(expect.arrayContaining([...inForm, ...inTemplates]));
  });

  it('returns undefined for inherited property names', () => {
    expect(panelTypeOf('constructor')).toBeUndefined();
  });
});
