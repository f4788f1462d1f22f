/** What waits to be drawn: all of it in one frame, and nothing while the page is hidden. */
const waiting = new Set<() => void>();

/** Draws in the browser's next frame, once however often it is asked. */
export function drawSoon(draw: () => void): void {
  if (waiting.size === 0) requestAnimationFrame(drawAll);
  waiting.add(draw);
}

/** What is gone is not drawn. */
export function drawNoMore(draw: () => void): void {
  waiting.delete(draw);
}

function drawAll(): void {
  const draws = [...waiting];
  waiting.clear();
  for (const draw of draws) draw();
}
