/**
 * Makes the container of menus, lists and dialogs a landmark, so that users who navigate by landmarks find them (WAI-ARIA APG,
 * landmark regions). The CDK adds the container when the first of them opens. Its code is loaded only then, so this function
 * observes the document and does not use the `OverlayContainer` service.
 */
export function labelOverlayContainer({ body }: Document): void {
  new MutationObserver((_, observer) => {
    const container = body.querySelector(':scope > .cdk-overlay-container');
    if (container === null) return;
    container.setAttribute('role', 'region');
    container.setAttribute('aria-label', $localize`Open menus and dialogs`);
    observer.disconnect();
  }).observe(body, { childList: true });
}
