/**
 * Makes everything of the page but this element unreachable, for the keyboard and for screen readers (`inert`), as long
 * as it covers the rest. What opens above the page stays reachable (menus), and so does what is announced.
 * @returns undoes it
 */
export function onlyReachable(element: HTMLElement): () => void {
  const silenced: HTMLElement[] = [];
  for (let child: Element = element; child.parentElement !== null; child = child.parentElement) {
    for (const sibling of child.parentElement.children) {
      if (sibling === child || !(sibling instanceof HTMLElement) || sibling.inert || sibling.matches(ABOVE)) continue;
      sibling.inert = true;
      silenced.push(sibling);
    }
    if (child.parentElement === element.ownerDocument.body) break;
  }
  return () => {
    for (const each of silenced) each.inert = false;
  };
}

/** The CDK's own elements beside the page. */
const ABOVE = '.cdk-overlay-container, .cdk-live-announcer-element, .cdk-describedby-message-container';
