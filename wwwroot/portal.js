// What the pages need of the browser beyond Blazor: taking up a lost connection, and the way from an error to its field.
// No inline script anywhere; the content security policy allows only this file and blazor.web.js.
'use strict';
(() => {
  const bar = document.getElementById('components-reconnect-modal');
  const words = bar.querySelector('.reconnect-text');

  // Quickly at first: most breaks are a second of bad Wi-Fi. Then patiently, for as long as the page is open.
  const pauses = [0, 1000, 2000];
  Blazor.start({
    circuit: { reconnectionOptions: { maxRetries: 100000, retryIntervalMilliseconds: attempt => pauses[attempt] ?? 5000 } },
  });

  // Every version of blazor.web.js tells how it stands by a class on this element. Only when the server no longer knows
  // the circuit (it was restarted) is the page loaded again; drafts are in the store.
  const states = ['show', 'failed', 'rejected'];
  let before = 'hide';
  new MutationObserver(() => {
    const now = states.find(state => bar.classList.contains('components-reconnect-' + state)) ?? 'hide';
    if (now === before) return;
    before = now;
    document.documentElement.dataset.connection = now === 'hide' ? 'live' : 'lost';
    words.textContent = now === 'show' ? words.dataset.lost : words.dataset[now] ?? '';
    if (now === 'hide') tellWhatWasTyped();
    if (now === 'rejected') setTimeout(() => location.reload(), 300);
  }).observe(bar, { attributes: true, attributeFilter: ['class'] });

  bar.querySelector('[data-reconnect]').addEventListener('click', async () => {
    if (!await Blazor.reconnect().catch(() => true)) location.reload();
  });

  // What is typed while the line is down is told when it is back: else the page would show text that the server never heard of.
  const typed = new Set();
  for (const kind of ['input', 'change']) {
    document.addEventListener(kind, event => {
      if (document.documentElement.dataset.connection !== 'lost') return;
      event.stopImmediatePropagation();
      typed.add(event.target);
    }, true);
  }
  function tellWhatWasTyped() {
    for (const field of typed) {
      for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
    }
    typed.clear();
  }

  document.addEventListener('click', event => {
    const lost = document.documentElement.dataset.connection === 'lost';
    // While the line is down a press would be lost without a word: it does nothing, and looks like it.
    if (lost && event.target.closest('main button, main input[type=checkbox], main input[type=radio]')) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    const language = event.target.closest('[data-language]');
    if (language) language.href = `/culture/set?c=${language.dataset.language}&to=${encodeURIComponent(location.pathname + location.search)}`;
    const link = event.target.closest('[data-focus-field]');
    const field = link && document.getElementById(link.dataset.focusField);
    if (field) {
      event.preventDefault();
      event.stopImmediatePropagation();
      field.focus();
      field.scrollIntoView({ block: field.matches('main') ? 'start' : 'center' });
    }
  }, true);

  // Sign-in pages have no session to keep.
  if (location.pathname.startsWith('/account/')) return;

  // A session idles out by want of the person's input, which the server cannot tell from a live page's own traffic.
  let told = Date.now();
  const tell = () => {
    if (Date.now() - told < 60000) return;
    told = Date.now();
    fetch('/account/alive').catch(() => {});
  };
  for (const input of ['pointerdown', 'keydown']) document.addEventListener(input, tell, { capture: true, passive: true });

  // A line that cannot be taken up again because the session is over: loading again leads through sign-in and back here.
  setInterval(() => {
    if (document.documentElement.dataset.connection !== 'lost') return;
    fetch('/account/signed-in').then(answer => { if (answer.status === 401) location.reload(); }, () => {});
  }, 5000);
})();
