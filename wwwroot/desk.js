// The desk's box and scanners; what letters and Enter do stands in keys.js, which comes after. A hand scanner is a fast keyboard: what it types is taken out of the keyboard's stream as a
// whole and handed to the server once, by the change of a hidden field. Nothing here sends anything: only a press does.
'use strict';
(() => {
  const typingPause = 250;
  const scannerGap = 35;
  const scanEnds = 1000;
  const deafAfterScan = 500;
  const longestScan = 2049;

  const desk = () => document.querySelector('[data-desk]');
  const box = () => document.getElementById('desk-box');
  const options = () => [...document.querySelectorAll('#desk-results [role=option]')];
  const active = () => document.querySelector('#desk-results [aria-selected=true]');

  // What a key types on an English keyboard, by its place: with an Indic layout on, event.key is Devanagari or Tamil.
  const plain = { Space: ' ', Minus: '-', Equal: '=', BracketLeft: '[', BracketRight: ']', Backslash: '\\', Semicolon: ';', Quote: "'", Backquote: '`', Comma: ',', Period: '.', Slash: '/',
    NumpadDecimal: '.', NumpadAdd: '+', NumpadSubtract: '-', NumpadDivide: '/' };
  const shifted = { Minus: '_', Equal: '+', BracketLeft: '{', BracketRight: '}', Backslash: '|', Semicolon: ':', Quote: '"', Backquote: '~', Comma: '<', Period: '>', Slash: '?' };
  function placed(event) {
    const [, letter] = /^Key([A-Z])$/.exec(event.code) ?? [];
    if (letter) return event.shiftKey ? letter : letter.toLowerCase();
    const [, digit] = /^(?:Digit|Numpad)(\d)$/.exec(event.code) ?? [];
    if (digit) return event.shiftKey && event.code.startsWith('Digit') ? ')!@#$%^&*('[digit] : digit;
    return (event.shiftKey && shifted[event.code]) || plain[event.code] || '';
  }

  const isJson = text => { try { JSON.parse(text); return true; } catch { return false; } };
  const inField = at => at.matches('input:not([type=checkbox]):not([type=radio]), textarea, select');
  const swallow = event => { event.preventDefault(); event.stopImmediatePropagation(); };

  let scan = null;
  let deafUntil = 0;
  let ending = 0;
  function deliver(text) {
    const field = document.getElementById('desk-scan');
    if (!field) return;
    field.value = text.slice(0, longestScan);
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
  function endScan() {
    clearTimeout(ending);
    const { byPlace, byKey } = scan;
    scan = null;
    deafUntil = performance.now() + deafAfterScan;
    deliver(isJson(byPlace) || !isJson(byKey) ? byPlace : byKey);
  }

  // True when the key belongs to a card's code, which begins with a brace: nobody types one by hand here.
  function isOfScan(event) {
    const key = event.key.length === 1 ? event.key : '';
    const place = placed(event);
    if (!scan && place !== '{' && key !== '{') return false;
    if (event.ctrlKey && !event.altKey || event.metaKey) return false;
    if (event.code === 'Enter' || event.code === 'NumpadEnter' || event.code === 'Tab') { endScan(); return true; }
    scan ??= { byPlace: '', byKey: '' };
    scan.byPlace += place;
    scan.byKey += key;
    clearTimeout(ending);
    ending = setTimeout(endScan, scanEnds);
    return true;
  }

  // A number or an address from a scanner while the box has not the focus: it would be lost, or be taken for commands.
  let burst = '';
  let lastKey = 0;
  function isOfBurst(event, at) {
    const gap = performance.now() - lastKey;
    lastKey = performance.now();
    if (inField(at)) { burst = ''; return false; }
    if (gap > scannerGap) burst = '';
    if ((event.code === 'Enter' || event.code === 'Tab') && burst.length >= 8 && box()) {
      const field = box();
      field.value = burst;
      burst = '';
      deafUntil = performance.now() + deafAfterScan;
      field.dispatchEvent(new Event('change', { bubbles: true }));
      field.form.requestSubmit();
      return true;
    }
    burst += placed(event);
    return false;
  }

  function point(option) {
    active()?.setAttribute('aria-selected', 'false');
    if (!option) { box().removeAttribute('aria-activedescendant'); return; }
    option.setAttribute('aria-selected', 'true');
    box().setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  function search() {
    point(null);
    box()?.dispatchEvent(new Event('change', { bubbles: true }));
  }

  let pause = 0;
  document.addEventListener('input', event => {
    if (event.target.id !== 'desk-box' || event.isComposing) return;
    clearTimeout(pause);
    if (event.target.value === '') search();
    else pause = setTimeout(search, typingPause);
  });

  document.addEventListener('paste', event => {
    const text = event.clipboardData?.getData('text') ?? '';
    const at = document.activeElement ?? document.body;
    if (!desk() || !text.trimStart().startsWith('{') || inField(at) && at !== box()) return;
    swallow(event);
    deliver(text);
  }, true);

  document.addEventListener('keydown', event => {
    if (!desk() || event.isComposing) return;
    const at = document.activeElement ?? document.body;
    if (['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock'].includes(event.key)) return;
    if (performance.now() < deafUntil || isOfScan(event) || isOfBurst(event, at)) { swallow(event); return; }
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    const enter = event.code === 'Enter' || event.code === 'NumpadEnter';

    if (event.code === 'Escape' && box() && !document.querySelector('dialog[open]')) { swallow(event); leave(); return; }
    if (box() && at === box()) {
      if (event.code === 'ArrowDown' || event.code === 'ArrowUp') { swallow(event); step(event.code === 'ArrowDown' ? 1 : -1); }
      else if (enter) { clearTimeout(pause); if (active() && !event.ctrlKey) { swallow(event); active().click(); } }
      return;
    }

    if ((event.code === 'ArrowDown' || event.code === 'ArrowUp') && !modified && at.closest('[data-ticks]') && !at.matches('select')) {
      swallow(event);
      const ticks = [...at.closest('[data-ticks]').querySelectorAll('input[type=checkbox]:not(:disabled)')];
      ticks[Math.max(0, Math.min(ticks.length - 1, ticks.indexOf(at) + (event.code === 'ArrowDown' ? 1 : -1)))]?.focus();
    }
  }, true);

  // Called by PatientBox.cs when somebody was opened, by DeskPatient.cs when the panel is there (Space and Enter act at once), and by camera.js.
  window.desk = {
    scanned: deliver,
    empty: () => { clearTimeout(pause); if (box()) { box().value = ''; point(null); } },
    begin: () => (document.querySelector('[data-ticks] input:not(:disabled)') ?? document.getElementById('desk-patient'))?.focus(),
  };

  function step(by) {
    const all = options();
    if (all.length === 0) return;
    const at = all.indexOf(active());
    point(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]);
  }

  // Esc: first what is typed, then the patient. Afterwards the next patient can be scanned or typed.
  function leave() {
    const field = box();
    clearTimeout(pause);
    if (field.value !== '') { field.value = ''; search(); } else document.querySelector('[data-close]')?.click();
    field.focus();
  }
})();
