/* global CSS, MutationObserver, document, navigator, window */
// Runs before the application. It adds the few functions of ECMAScript 2021 to 2023, and of the DOM, that the page uses and that
// browsers of televisions lack. Where the page cannot start all the same, it says so, in words, instead of staying empty.
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
    window.console.error(error);
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
      }
    : {
        start: 'Boardcast cannot start in this browser: ',
        sizes: 'Sizes of text may be wrong here. This browser lacks: ',
        missing: ' is missing',
        made: '. Boardcast is made for ' + MADE_FOR + ' and newer.',
        again: ' Update the browser, or reload the page.',
      };

  var shown;

  function show(text) {
    if (!document.body) {
      document.addEventListener('DOMContentLoaded', function () {
        show(text);
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
  }

  /** Whether the application has drawn something. */
  function isStarted() {
    var root = document.querySelector('bc-root');
    return root !== null && root.children.length > 0;
  }

  function cannotStart(why) {
    if (isStarted()) return;
    show(WORDS.start + why + WORDS.made + WORDS.again);
    if (lacking.length === 0) removeOnceStarted();
  }

  /** An error need not keep the page from starting: it may be one of a browser extension. */
  function removeOnceStarted() {
    new MutationObserver(function (_, observer) {
      if (!shown || !isStarted()) return;
      observer.disconnect();
      shown.parentNode.removeChild(shown);
      shown = undefined;
    }).observe(document, { childList: true, subtree: true });
  }

  window.addEventListener('error', function (event) {
    cannotStart(event.message || '');
  });
  window.addEventListener('unhandledrejection', function (event) {
    cannotStart(String((event.reason && event.reason.message) || event.reason));
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
