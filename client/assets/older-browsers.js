/* global CSS, MutationObserver, document, navigator, window */
// Runs before the application. It adds the few functions of ECMAScript 2021 to 2023, and of the DOM, that the page uses and that
// browsers of televisions lack. Where the page cannot start all the same, it says so, in words, instead of staying empty. Where
// the reason is a script that did not load, it offers to reload the page instead of blaming the browser.
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

  function copyOf(list) {
    return Array.isArray(list) ? Array.prototype.slice.call(list) : list.slice();
  }

  function changed(change) {
    return function () {
      var copy = copyOf(this);
      change.apply(copy, arguments);
      return copy;
    };
  }

  function addToLists(list) {
    add(list, 'at', at);
    add(list, 'findLast', findLast);
    add(list, 'findLastIndex', findLastIndex);
    add(list, 'toSorted', changed(list.sort));
    add(list, 'toReversed', changed(list.reverse));
    add(
      list,
      'with',
      changed(function (index, value) {
        this[index < 0 ? index + this.length : index] = value;
      }),
    );
  }

  addToLists(Array.prototype);
  add(Array.prototype, 'toSpliced', changed(Array.prototype.splice));
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
  add(window, 'ResizeObserver', SizeWatch);

  // In place of a ResizeObserver: tells of an element's size once, and whenever the window's changes.
  function SizeWatch(tell) {
    var elements = [];
    function tellAll() {
      var entries = elements.map(function (element) {
        return { target: element, contentRect: element.getBoundingClientRect() };
      });
      if (entries.length > 0) tell(entries);
    }
    this.observe = function (element) {
      elements.push(element);
      if (elements.length === 1) window.addEventListener('resize', tellAll);
      window.requestAnimationFrame(tellAll);
    };
    this.unobserve = function (element) {
      elements = elements.filter(function (each) {
        return each !== element;
      });
    };
    this.disconnect = function () {
      elements = [];
      window.removeEventListener('resize', tellAll);
    };
  }

  var MADE_FOR = 'Chrome 105, Edge 105, Firefox 110, Safari 16';
  var WORDS = /^de\b/i.test(navigator.language || '')
    ? {
        start: 'Boardcast kann in diesem Browser nicht starten: ',
        sizes: 'Schriftgrößen können hier falsch sein. Diesem Browser fehlt: ',
        missing: ' fehlt',
        made: '. Boardcast ist gemacht für ' + MADE_FOR + ' und neuere.',
        again: ' Bitte den Browser aktualisieren oder die Seite neu laden.',
        failed:
          'Boardcast konnte nicht alle Teile dieser Seite laden. Bitte die Netzwerkverbindung prüfen und neu laden. ',
        reload: 'Neu laden',
      }
    : {
        start: 'Boardcast cannot start in this browser: ',
        sizes: 'Sizes of text may be wrong here. This browser lacks: ',
        missing: ' is missing',
        made: '. Boardcast is made for ' + MADE_FOR + ' and newer.',
        again: ' Update the browser, or reload the page.',
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

  /** What other scripts lack without the one that did not load is no fault of the browser. */
  function scriptFailed() {
    if (hasFailed) return;
    hasFailed = true;
    var button = document.createElement('button');
    button.className = 'button';
    button.textContent = WORDS.reload;
    button.addEventListener('click', reload);
    show(WORDS.failed, button);
    if (!isStarted()) window.addEventListener('online', reload);
  }

  function cannotStart(why) {
    if (hasFailed || isStarted()) return;
    show(WORDS.start + why + WORDS.made + WORDS.again);
    if (lacking.length === 0) removeOnceStarted();
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

  /** As Chrome and Firefox say it, and Safari. */
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

  var lacking = ['Promise', 'Map', 'WeakMap', 'Symbol', 'Proxy', 'Intl', 'URL', 'fetch', 'AbortController'].filter(
    function (name) {
      return !window[name];
    },
  );
  if (!('noModule' in document.createElement('script'))) lacking.push('modules');
  if (lacking.length > 0) cannotStart(lacking.join(', ') + WORDS.missing);
  else if (!window.CSS || !CSS.supports || !CSS.supports('container-type', 'size')) {
    show(WORDS.sizes + 'CSS container queries' + WORDS.made);
  }
})();
