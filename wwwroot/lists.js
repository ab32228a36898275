// What lists need of the browser: ages that grow, a word to the portal when somebody looks at the list, and where the page is by now.
'use strict';
(() => {
  const list = () => document.querySelector('[data-live-list]');

  // Called by PatientList.cs after a pause in typing. Who pressed a patient meanwhile is on the way there, and the portal does not know it yet.
  window.patients = {
    search: url => { if (new URL(url, document.baseURI).pathname === location.pathname) Blazor.navigateTo(url, { replaceHistoryEntry: true }); },
  };

  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    // Browsers lend the clipboard to pages over https only; a reference can be marked and copied by hand as well.
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const words = button.firstChild;
    const before = words.data;
    words.data = button.dataset.copied;
    setTimeout(() => { words.data = before; }, 2000);
  });

  // "Somebody looks": the focus is in the list, or the pointer is over it. The portal is told when that changes, and only then.
  const look = () => {
    const table = list();
    const now = !!table && (table.contains(document.activeElement) || table.matches(':hover'));
    const box = document.querySelector('[data-held]');
    if (!box || box.checked === now || document.documentElement.dataset.connection === 'lost') return;
    box.checked = now;
    box.dispatchEvent(new Event('change', { bubbles: true }));
  };
  for (const kind of ['focusin', 'focusout', 'pointerover', 'pointerdown']) document.addEventListener(kind, () => setTimeout(look), { passive: true });

  // Ages grow here: a portal that sent them would send the whole list every minute. Only the text of Blazor's own node is written.
  let since = null;
  const grow = () => {
    countDown();
    const table = list();
    if (!table) return;
    if (since?.table !== table || since.now !== table.dataset.now) since = { table, now: table.dataset.now, at: performance.now() };
    const now = Number(since.now) + (performance.now() - since.at) / 1000;
    for (const cell of table.querySelectorAll('[data-age]')) {
      const age = Math.max(0, Math.floor(now - Number(cell.dataset.age)));
      const words = age < 60 ? [table.dataset.seconds, age] : age < 3600 ? [table.dataset.minutes, age / 60] : age < 172800 ? [table.dataset.hours, age / 3600] : [table.dataset.days, age / 86400];
      const text = words[0].replace('{0}', Math.floor(words[1]));
      if (cell.firstChild?.nodeType === Node.TEXT_NODE && cell.firstChild.data !== text) cell.firstChild.data = text;
    }
  };
  // "in 0:48": until a moment that the page knows as seconds from when it was written.
  const begun = new WeakMap();
  const countDown = () => {
    for (const clock of document.querySelectorAll('[data-seconds-left]')) {
      const told = clock.dataset.secondsLeft;
      if (begun.get(clock)?.told !== told) begun.set(clock, { told, at: performance.now() });
      const left = Math.max(0, Math.round(Number(told) - (performance.now() - begun.get(clock).at) / 1000));
      const text = left >= 3600 ? `${Math.floor(left / 3600)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}` : `${Math.floor(left / 60)}:${two(left % 60)}`;
      if (clock.firstChild?.nodeType === Node.TEXT_NODE && clock.firstChild.data !== text) clock.firstChild.data = text;
    }
  };
  const two = number => String(number).padStart(2, '0');
  setInterval(grow, 1000);

  // "(3) " in the title of every page: what waits in the inbox, for who has one.
  const count = () => {
    const title = document.querySelector('title');
    const text = title?.firstChild;
    if (!text || text.nodeType !== Node.TEXT_NODE) return;
    const waiting = document.querySelector('[data-inbox-count]')?.dataset.inboxCount;
    const bare = text.data.replace(/^\(\d+\+?\) /, '');
    const wanted = waiting ? `(${waiting}) ${bare}` : bare;
    if (text.data !== wanted) text.data = wanted;
  };
  new MutationObserver(count).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['data-inbox-count'] });
  count();
})();
