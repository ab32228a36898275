// An ABHA card read by the device's own camera, where the browser itself can read codes (BarcodeDetector): no library, and no
// picture leaves the page. The camera is on while its dialog is open and not a moment longer.
'use strict';
(() => {
  const pause = 200;
  if (!('BarcodeDetector' in window) || !navigator.mediaDevices?.getUserMedia) return;
  document.documentElement.dataset.camera = 'on';

  const dialog = () => document.getElementById('desk-camera');
  let stream = null;

  document.addEventListener('click', event => { if (event.target.closest('[data-camera-open]')) open(); });
  document.addEventListener('close', event => { if (event.target === dialog()) stop(); }, true);
  window.addEventListener('pagehide', stop);

  async function open() {
    const box = dialog();
    if (!box || box.open) return;
    const trouble = box.querySelector('[data-camera-trouble]');
    trouble.hidden = true;
    box.showModal();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
      const video = box.querySelector('video');
      video.srcObject = stream;
      await look(box, video, new BarcodeDetector({ formats: ['qr_code'] }), stream);
    } catch {
      // No camera, or nobody allowed it: the dialog says what else there is.
      trouble.hidden = false;
      stop();
    }
  }

  async function look(box, video, detector, mine) {
    while (box.open && stream === mine) {
      // Before its first picture a video cannot be read.
      const [code] = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? await detector.detect(video) : [];
      if (code?.rawValue) {
        box.close();
        window.desk.scanned(code.rawValue);
        return;
      }
      await new Promise(next => setTimeout(next, pause));
    }
    if (stream === mine) stop();
  }

  function stop() {
    stream?.getTracks().forEach(track => track.stop());
    stream = null;
    const video = dialog()?.querySelector('video');
    if (video) video.srcObject = null;
  }
})();
