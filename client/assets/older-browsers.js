/* global CSS, MutationObserver, document, navigator, window */
// Runs before the application. It adds the few functions of ECMAScript 2021 to 2023, and of the DOM, that the page uses and that
// browsers of televisions lack. If the page cannot start all the same, it shows a message. If a script did not load, it offers to
// reload the page.
// Old browsers must be able to read this file, so it is written in ECMAScript 5.
(function () {
  'use strict';

  function add(owner, name, value) {
    if (owner && !owner[name]) {
      Object.defineProperty(owner, name, { value: value, writable: true, configurable: true, enumerable: false });
    }
  }

  function at(index) {
    var from = Math.trunc(index) || 0;
    return this[from < 0 ? from + this.length : from];
  }

  function findLastIndex(test, self) {
    for (var index = this.length - 1; index >= 0; index -= 1) {
      if (test.call(self, this[index], index, this)) return index;
    }
    return -1;
  }

  function findLast(test, self) {
    return this[findLastIndex.call(this, test, self)];
  }

  function onCopy(mutate) {
    return function () {
      var copy = this.slice();
      mutate.apply(copy, arguments);
      return copy;
    };
  }

  function addToLists(list) {
    add(list, 'at', at);
    add(list, 'findLast', findLast);
    add(list, 'findLastIndex', findLastIndex);
    add(list, 'toSorted', onCopy(list.sort));
    add(list, 'toReversed', onCopy(list.reverse));
    add(
      list,
      'with',
      onCopy(function (index, value) {
        this[index < 0 ? index + this.length : index] = value;
      }),
    );
  }

  addToLists(Array.prototype);
  add(Array.prototype, 'toSpliced', onCopy(Array.prototype.splice));
  if (window.Uint8Array && Object.getPrototypeOf) addToLists(Object.getPrototypeOf(Uint8Array.prototype));
  add(String.prototype, 'at', at);
  add(String.prototype, 'replaceAll', function (pattern, replacement) {
    if (pattern instanceof RegExp) return this.replace(pattern, replacement);
    return this.replace(new RegExp(String(pattern).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'g'), replacement);
  });
  add(Object, 'hasOwn', function (owner, name) {
    return Object.prototype.hasOwnProperty.call(owner, name);
  });
  add(window, 'globalThis', window);
  add(window, 'queueMicrotask', function (job) {
    Promise.resolve().then(job);
  });
  add(window, 'reportError', function (error) {
    window.setTimeout(function () {
      throw error;
    });
  });
  add(window, 'ResizeObserver', ResizeObserverFallback);

  // In place of a ResizeObserver: reports an element's size once, and whenever the size of the window changes.
  function ResizeObserverFallback(callback) {
    var elements = [];
    function notify() {
      var entries = elements.map(function (element) {
        return { target: element, contentRect: element.getBoundingClientRect() };
      });
      if (entries.length > 0) callback(entries);
    }
    this.observe = function (element) {
      elements.push(element);
      if (elements.length === 1) window.addEventListener('resize', notify);
      window.requestAnimationFrame(notify);
    };
    this.unobserve = function (element) {
      elements = elements.filter(function (each) {
        return each !== element;
      });
    };
    this.disconnect = function () {
      elements = [];
      window.removeEventListener('resize', notify);
    };
  }

  var SUPPORTED = 'Chrome 105, Edge 105, Firefox 110, Safari 16';
  var MESSAGES = /^de\b/i.test(navigator.language || '')
    ? {
        start: 'Boardcast kann in diesem Browser nicht starten: ',
        sizes: 'Texte können die falsche Größe haben: Dieser Browser unterstützt nicht: ',
        missing: ' fehlt',
        supported: '. Boardcast unterstützt ' + SUPPORTED + ' und neuer.',
        advice: ' Bitte den Browser aktualisieren oder die Seite neu laden.',
        failed:
          'Boardcast konnte nicht alle Teile dieser Seite laden. Bitte die Netzwerkverbindung prüfen und neu laden. ',
        reload: 'Neu laden',
      }
    : {
        start: 'Boardcast cannot start in this browser: ',
        sizes: 'Text may have the wrong size: this browser does not support ',
        missing: ' is missing',
        supported: '. Boardcast supports ' + SUPPORTED + ' and later.',
        advice: ' Update the browser, or reload the page.',
        failed: 'Boardcast could not load all parts of this page. Check the network connection, then reload. ',
        reload: 'Reload',
      };

  var shown;
  var hasFailed = false;

  function show(text, button) {
    if (!document.body) {
      document.addEventListener('DOMContentLoaded', function () {
        show(text, button);
      });
      return;
    }
    if (!shown) {
      shown = document.createElement('p');
      shown.id = 'older-browser';
      shown.setAttribute('role', 'alert');
      document.body.appendChild(shown);
    }
    shown.textContent = text;
    if (button) shown.appendChild(button);
  }

  /** Whether the application has drawn a page. */
  function isStarted() {
    return document.querySelector('bc-root > router-outlet + *') !== null;
  }

  function reload() {
    window.location.reload();
  }

  /** Once a script failed to load, errors of other scripts are no fault of the browser. */
  function scriptFailed() {
    if (hasFailed) return;
    hasFailed = true;
    var button = document.createElement('button');
    button.className = 'button';
    button.textContent = MESSAGES.reload;
    button.addEventListener('click', reload);
    show(MESSAGES.failed, button);
    if (!isStarted()) window.addEventListener('online', reload);
  }

  function cannotStart(why) {
    if (hasFailed || isStarted()) return;
    show(MESSAGES.start + why + MESSAGES.supported + MESSAGES.advice);
    if (missingFeatures.length === 0) removeOnceStarted();
  }

  /** An error need not keep the page from starting: it may be one of a browser extension. */
  function removeOnceStarted() {
    new MutationObserver(function (_, observer) {
      if (!shown || !(hasFailed || isStarted())) return;
      observer.disconnect();
      if (hasFailed) return;
      shown.parentNode.removeChild(shown);
      shown = undefined;
    }).observe(document, { childList: true, subtree: true });
  }

  /** The messages of Chrome, Firefox and Safari. */
  var FAILED_IMPORT = /dynamically imported module|Importing a module script failed/i;

  function handle(message) {
    if (FAILED_IMPORT.test(message)) scriptFailed();
    else cannotStart(message);
  }

  // Events of elements reach the window only on their way down.
  window.addEventListener(
    'error',
    function (event) {
      if (event.target === window) handle(event.message || '');
      else if (event.target.type === 'module') scriptFailed();
    },
    true,
  );
  window.addEventListener('unhandledrejection', function (event) {
    handle(String((event.reason && event.reason.message) || event.reason));
  });

  // What the page cannot do without: one that is drawn in part without a message would be trusted.
  var missingFeatures = (
    'Promise.allSettled Map WeakMap Symbol.iterator Proxy Path2D URL URLSearchParams fetch AbortController matchMedia ' +
    'requestAnimationFrame Array.from Array.prototype.includes Array.prototype.flatMap ' +
    'Object.entries Object.fromEntries String.prototype.matchAll String.prototype.padStart Number.isFinite ' +
    'Intl.PluralRules Intl.NumberFormat.prototype.formatToParts Intl.DateTimeFormat.prototype.formatToParts ' +
    'Element.prototype.append Element.prototype.closest'
  )
    .split(' ')
    .filter(function (path) {
      return !path.split('.').reduce(function (owner, name) {
        return owner && owner[name];
      }, window);
    });
  if (!('noModule' in document.createElement('script'))) missingFeatures.push('modules');
  if (missingFeatures.length > 0) cannotStart(missingFeatures.join(', ') + MESSAGES.missing);
  else if (!window.CSS || !CSS.supports || !CSS.supports('container-type', 'size')) {
    show(MESSAGES.sizes + 'CSS container queries' + MESSAGES.supported);
  }
})();
