// What stands around every page: the warning before the session ends, printing, and the tone for who wants one.
'use strict';
(() => {
  const root = document.documentElement;
  document.addEventListener('click', event => { if (event.target.closest('[data-print]')) window.print(); });

  // A menu closes by a click beside it and by Esc, which gives the focus back.
  const menu = () => document.querySelector('details.more[open]');
  document.addEventListener('click', event => { if (!event.target.closest('details.more')) menu()?.removeAttribute('open'); });
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !menu()?.contains(document.activeElement)) return;
    const open = menu();
    open.removeAttribute('open');
    open.querySelector('summary').focus();
    event.stopPropagation();
  }, true);

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
