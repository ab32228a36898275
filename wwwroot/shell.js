// What stands around every page: the keys that work everywhere and their help, the warning before the session ends, and the
// tone for who wants one. Loaded last: a page's own script has had its turn at a key before.
'use strict';
(() => {
  const root = document.documentElement;
  const inField = at => at.closest?.('input, select, textarea, [contenteditable], dialog[open]');
  const letter = code => code.startsWith('Key') ? code.slice(3) : { Slash: '/', Space: 'Space', Enter: 'Enter' }[code] ?? code;

  // G and then a letter, within a second and a half. By the key's place, for with a Hindi layout event.key is a Devanagari letter.
  const places = { KeyD: '/desk', KeyL: '/links', KeyI: '/inbox' };
  let went = 0;
  document.addEventListener('keydown', event => {
    const at = document.activeElement ?? document.body;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat || inField(at)) return;
    // The question mark opens the help also for who switched the letters off: there it says so.
    if (event.key === '?' || event.code === 'Slash' && event.shiftKey) {
      event.preventDefault();
      help();
      return;
    }
    if (root.dataset.keys === 'off' || event.shiftKey) return;
    const place = event.timeStamp - went < 1500 && places[event.code];
    went = event.code === 'KeyG' ? event.timeStamp : 0;
    if (place) {
      event.preventDefault();
      // Only to where this person's own bar leads.
      if (document.querySelector(`.top nav a[href="${place}"]`)) Blazor.navigateTo(place);
    } else if (event.code === 'Slash') {
      event.preventDefault();
      const box = document.querySelector('[data-search]');
      if (box) box.focus(); else Blazor.navigateTo('/desk');
    } else {
      const button = document.querySelector(`main [data-key~="${event.code}"]:not(:disabled)`);
      if (!button) return;
      event.preventDefault();
      button.click();
    }
  });

  document.addEventListener('click', event => { if (event.target.closest('[data-print]')) window.print(); });

  function help() {
    const dialog = document.getElementById('help');
    if (!dialog || dialog.open) return;
    const list = dialog.querySelector('[data-page-keys]');
    list.replaceChildren();
    const told = new Set();
    for (const one of document.querySelectorAll('main [data-key]')) {
      const says = (one.dataset.keySays ?? one.getAttribute('aria-label') ?? one.textContent).trim();
      const line = `${one.dataset.key} ${says}`;
      if (!says || told.has(line)) continue;
      told.add(line);
      const keys = document.createElement('dt');
      for (const code of one.dataset.key.split(' ')) keys.append(Object.assign(document.createElement('kbd'), { textContent: letter(code) }), ' ');
      list.append(keys, Object.assign(document.createElement('dd'), { textContent: says }));
    }
    if (told.size === 0) list.append(Object.assign(document.createElement('dt'), { textContent: '–' }), Object.assign(document.createElement('dd'), { textContent: list.dataset.none }));
    dialog.showModal();
  }

  // The tone. Browsers play nothing before the person has touched the page; then it stays silent.
  if (root.dataset.sound === 'on') {
    const region = document.querySelector('.shell > [role=status]');
    let context;
    if (region) new MutationObserver(() => {
      if (!region.textContent.trim()) return;
      context ??= new AudioContext();
      const tone = new OscillatorNode(context, { frequency: 880 });
      const volume = new GainNode(context, { gain: 0.08 });
      tone.connect(volume).connect(context.destination);
      tone.start();
      tone.stop(context.currentTime + 0.12);
    }).observe(region, { childList: true, characterData: true, subtree: true });
  }

  // The end of the session. The server is asked, not the clock of this page: another tab may have kept the session alive, and a
  // computer that slept has no idea how long.
  const warnAt = 60;
  let timer = 0;
  let counting = 0;
  const dialog = () => document.getElementById('session-end');
  async function look() {
    clearTimeout(timer);
    const answer = await fetch('/account/session').catch(() => null);
    if (answer?.status === 401) { location.reload(); return; }
    const left = answer?.ok ? await answer.json() : { seconds: 120, canStay: true };
    if (left.seconds <= warnAt) warn(left); else close();
    timer = setTimeout(look, Math.min(Math.max(left.seconds - warnAt, 5), 300) * 1000);
  }
  function warn(left) {
    const box = dialog();
    if (!box) return;
    const ends = Date.now() + left.seconds * 1000;
    const count = () => { box.querySelector('[data-seconds]').textContent = Math.max(0, Math.round((ends - Date.now()) / 1000)); };
    clearInterval(counting);
    counting = setInterval(count, 1000);
    count();
    box.dataset.canStay = left.canStay ? 'yes' : 'no';
    if (!box.open) box.showModal();
  }
  function close() {
    clearInterval(counting);
    dialog()?.close();
  }
  async function stay() {
    await fetch('/account/alive').catch(() => {});
    await look();
  }
  if (dialog()) {
    document.addEventListener('click', event => { if (event.target.closest('[data-stay]')) stay(); });
    // Esc is "let me go on".
    document.addEventListener('cancel', event => { if (event.target === dialog() && dialog().dataset.canStay === 'yes') stay(); }, true);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
    timer = setTimeout(look, 60000);
  }
})();
