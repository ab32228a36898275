// The keys of every page, in one place: Enter, the arrows in lists, the letters that are commands and their help. Which letter
// presses what stands on the button itself (data-key); one switch turns all letters off (WCAG 2.1.4). Keys are known by their
// place on the keyboard: under a Hindi or Tamil layout the letter itself is another one. desk.js has its turn before.
'use strict';
(() => {
  const root = document.documentElement;
  const isEnter = event => event.code === 'Enter' || event.code === 'NumpadEnter';
  const isField = at => !!at.closest('input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]');
  const list = () => document.querySelector('[data-live-list]');
  const rowOf = at => list() && at.closest('tbody tr');

  // At the desk a scanner may type: the first letter of a code is no command, and another key that fast takes it back.
  const scannerGap = 40;
  let command = 0;
  const act = doIt => {
    if (!document.querySelector('[data-desk]')) doIt();
    else command = setTimeout(doIt, scannerGap);
  };

  // Two Enters within half a second are one: some scanners end with CR LF, and the second must not press what the first brought up.
  let entered = 0;
  let enteredBefore = 0;
  window.addEventListener('keydown', event => {
    clearTimeout(command);
    if (isEnter(event) && !event.repeat) [enteredBefore, entered] = [entered, performance.now()];
  }, true);

  document.addEventListener('keydown', event => {
    const at = document.activeElement ?? document.body;
    if (event.defaultPrevented || event.isComposing || at.closest('dialog[open]')) return;
    const ctrl = event.ctrlKey || event.metaKey;
    if (isEnter(event)) enter(event, at, ctrl);
    else if (event.code === 'ArrowDown' || event.code === 'ArrowUp') arrow(event, at);
    else if (ctrl && !event.altKey && event.code === 'KeyK') search(event);
    else if (ctrl || event.altKey || isField(at)) return;
    // The question mark opens the help also for who switched the letters off: there it says so.
    else if (event.key === '?' || event.code === 'Slash' && event.shiftKey) { event.preventDefault(); help(); }
    else if (event.code === 'Space') { if (at.matches('.row-link') && tick(rowOf(at))) event.preventDefault(); }
    else if (root.dataset.keys !== 'off' && !event.shiftKey && !event.repeat) letter(event, at);
  });

  // Enter with nothing in hand (the heading has the focus after a page came, or the desk's ticks) is the page's one primary
  // action, Ctrl+Enter is it from any field.
  function enter(event, at, ctrl) {
    if (event.altKey) return;
    const free = at.matches('body, main, h1')
      || at.closest('[data-enter]') && !isField(at) && !at.matches('a, button, summary');
    const twice = event.repeat || performance.now() - enteredBefore < 500;
    if (twice && (free || at.matches('[data-primary]'))) { event.preventDefault(); return; }
    if (!ctrl && !free) return;
    const primary = document.querySelector('main [data-primary]:not(:disabled)') ?? document.querySelector('main button.primary:not(:disabled)');
    if (!primary) return;
    event.preventDefault();
    primary.click();
  }

  function arrow(event, at) {
    const down = event.code === 'ArrowDown';
    if (down && event.shiftKey && rowOf(at)) { tick(rowOf(at)); go(event, at, 1); }
    else if (at.matches('.row-link') || down && (at.matches('[data-search]') || list() && at.matches('body, main, h1'))) go(event, at, down ? 1 : -1, document.querySelector('main [data-search]'));
  }
  function go(event, at, by, above = null) {
    const links = [...document.querySelectorAll('main .row-link')];
    const next = links.indexOf(at.closest('.row-link') ?? rowOf(at)?.querySelector('.row-link')) + by;
    const to = at.closest('.row-link, tbody tr') ? links[next] ?? (next < 0 ? above : null) : links[0];
    if (!to) return;
    event.preventDefault();
    to.focus();
  }
  function tick(row) {
    const box = row?.querySelector('[type=checkbox]');
    box?.click();
    return box;
  }

  function search(event) {
    event.preventDefault();
    const box = document.querySelector('[data-search]');
    act(() => { if (!box) Blazor.navigateTo('/desk'); else { box.focus(); box.select(); } });
  }

  // G and then a letter, within a second and a half; only to where this person's own bar leads.
  const places = { KeyD: '/desk', KeyL: '/links', KeyI: '/inbox' };
  // What the row in focus takes for itself.
  const ofRow = { KeyX: '[type=checkbox]', KeyR: '[data-retry]', KeyC: '[data-claim]' };
  let went = 0;
  function letter(event, at) {
    const place = event.timeStamp - went < 1500 && places[event.code];
    went = event.code === 'KeyG' ? event.timeStamp : 0;
    if (place) {
      event.preventDefault();
      if (document.querySelector(`.top nav a[href="${place}"]`)) act(() => Blazor.navigateTo(place));
    } else if (event.code === 'Slash') search(event);
    else if (list() && (event.code === 'KeyJ' || event.code === 'KeyK')) go(event, at, event.code === 'KeyJ' ? 1 : -1);
    else {
      const what = ofRow[event.code] && rowOf(at)?.querySelector(ofRow[event.code]) || document.querySelector(`main [data-key~="${event.code}"]:not(table)`);
      if (!what || what.disabled) return;
      event.preventDefault();
      act(() => { if (isField(what)) { what.focus(); what.select?.(); } else what.click(); });
    }
  }

  const names = { Slash: '/', Space: 'Space', Enter: 'Enter' };
  function help() {
    const dialog = document.getElementById('help');
    if (!dialog || dialog.open) return;
    const keys = dialog.querySelector('[data-page-keys]');
    keys.replaceChildren();
    const told = new Set();
    for (const one of document.querySelectorAll('main [data-key]')) {
      const says = (one.dataset.keySays ?? one.getAttribute('aria-label') ?? one.textContent).trim();
      const line = `${one.dataset.key} ${says}`;
      if (!says || told.has(line) || getComputedStyle(one).display === 'none') continue;
      told.add(line);
      const term = document.createElement('dt');
      for (const code of one.dataset.key.split(' ')) term.append(Object.assign(document.createElement('kbd'), { textContent: nameOf(code) }), ' ');
      keys.append(term, Object.assign(document.createElement('dd'), { textContent: says }));
    }
    if (told.size === 0) keys.append(Object.assign(document.createElement('dt'), { textContent: '–' }), Object.assign(document.createElement('dd'), { textContent: keys.dataset.none }));
    dialog.showModal();
  }
  function nameOf(code) { return code.startsWith('Key') ? code.slice(3) : names[code] ?? code; }
})();
