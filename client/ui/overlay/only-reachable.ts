/**
 * Makes the whole page except this element inert, so that keyboard and screen readers cannot reach it. Use it for an element
 * that covers the page. Overlays such as menus, and announcements, stay reachable.
 *
 * @returns a function that undoes it
 */
export function onlyReachable(element: HTMLElement): () => void {
  const inertElements: HTMLElement[] = [];
  for (let child: Element = element; child.parentElement !== null; child = child.parentElement) {
    for (const sibling of child.parentElement.children) {
      if (sibling === child || !(sibling instanceof HTMLElement) || sibling.inert || sibling.matches(REACHABLE))
        continue;
      sibling.inert = true;
      inertElements.push(sibling);
    }
    if (child.parentElement === element.ownerDocument.body) break;
  }
  return () => {
    for (const each of inertElements) each.inert = false;
  };
}

/** Elements of the CDK that stay reachable. */
const REACHABLE = '.cdk-overlay-container, .cdk-live-announcer-element, .cdk-describedby-message-container';
