import { describe, expect, it } from '@jest/globals';
import { type Layout, boardInputSchema } from '../../../../wire/schemas/board';
import { optionFieldsOf } from '../../../board-editor/panel-form/fields/option-fields';
import { metricsOf } from './board-template';
import { TEMPLATES } from './board-templates';

describe('Board templates', () => {
  it.each(TEMPLATES.map((template) => [template.id, template] as const))('%s is a valid board', (id, template) => {
    const { name, about, range, panels } = template;
    expect(about).toMatch(/\.$/);
    expect(boardInputSchema.parse({ slug: id, title: name, range, panels }).panels).toHaveLength(panels.length);
  });

  it.each(TEMPLATES.map((template) => [template.id, template] as const))(
    '%s has panels without gaps or overlaps',
    (_id, { panels }) => {
      const cells = panels.flatMap(({ layout }) => cellsOf(layout));
      expect(new Set(cells).size).toBe(cells.length);
      const rows = Math.max(0, ...panels.map(({ layout }) => layout.y + layout.h));
      expect(cells).toHaveLength(rows * 12);
    },
  );

  it('list their metrics', () => {
    expect(TEMPLATES.map(({ id }) => id)).toEqual(['empty', 'web-service', 'server', 'ci', 'sensors', 'sales']);
    for (const template of TEMPLATES.slice(1)) expect(metricsOf(template).length).toBeGreaterThanOrEqual(4);
  });

  it('use only panel types and options that the editor offers', () => {
    for (const { type, options } of TEMPLATES.flatMap(({ panels }) => panels)) {
      const known = [...optionFieldsOf(type).map(({ name }) => name), 'staleAfter', 'description'];
      expect(known).toEqual(expect.arrayContaining(Object.keys(options)));
    }
  });
});

function cellsOf({ x, y, w, h }: Layout): string[] {
  return Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`);
}
