/** Returns the definition of a board with a number panel `p0`, `p1`, … for each metric. */
export function numberBoard(slug: string, metrics: readonly string[]): Record<string, unknown> & { panels: object[] } {
  const panels = metrics.map((metric, index) => ({
    id: `p${index}`,
    type: 'number',
    title: metric,
    query: { source: 'metrics', metric },
    layout: { x: (index % 4) * 3, y: Math.floor(index / 4) * 2, w: 3, h: 2 },
    options: {},
  }));
  return { slug, title: `Board ${slug}`, panels };
}
