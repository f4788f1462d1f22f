/** What is to be drawn: all of it at once, and nothing while the page is hidden. */
const pendingDraws = new Set<() => void>();

/**
 * Schedules a drawing for the end of the current update. All charts are drawn together, each once, however often this
 * is called. While the page is hidden, drawing waits for the next animation frame.
 */
export function scheduleDraw(draw: () => void): void {
  if (pendingDraws.size === 0) {
    if (document.hidden) requestAnimationFrame(drawAll);
    else queueMicrotask(drawAll);
  }
  pendingDraws.add(draw);
}

/** Cancels a scheduled drawing. */
export function cancelDraw(draw: () => void): void {
  pendingDraws.delete(draw);
}

function drawAll(): void {
  const draws = [...pendingDraws];
  pendingDraws.clear();
  for (const draw of draws) draw();
}
