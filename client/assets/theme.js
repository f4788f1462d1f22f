/* global document, localStorage */
// Runs before the first paint, so that a remembered theme never flashes. See client/ui/theme/theme.ts.
try {
  const theme = localStorage.getItem('boardcast.theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: the page follows the system, as it does at first.
}
