/** What waits to be drawn: all of it at once, and nothing while the page is hidden. */
const pendingDraws = new Set<() => void>();

/**
 * Draws as soon as everything that is to be drawn has said so, once however often it is asked: in the same frame of the
 * browser as the rest of an update. What is asked for while the page is hidden is drawn when it is seen again.
 */
export function scheduleDraw(draw: () => void): void {
  if (pendingDraws.size === 0) {
    if (document.hidden) requestAnimationFrame(drawAll);
    else queueMicrotask(drawAll);
  }
  pendingDraws.add(draw);
}

/** What is gone is not drawn. */
export function cancelDraw(draw: () => void): void {
  pendingDraws.delete(draw);
}

function drawAll(): void {
  const draws = [...pendingDraws];
  pendingDraws.clear();
  for (const draw of draws) draw();
}
