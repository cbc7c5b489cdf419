// Files go to the storage in chunks, one file after another. A broken line is waited out; an upload goes on
// where it stood, also after the page was loaded again and the same file chosen.
(function () {
  'use strict';
  var json = { accept: 'application/json' };
  document.querySelectorAll('[data-uploads]').forEach(function (box) {
    var texts = JSON.parse(box.dataset.texts), input = box.querySelector('input[type=file]');
    var list = box.parentNode.querySelector('ul.files'), csrf = input.form.elements.csrf.value;
    var queue = [], running = false, path = box.dataset.path || '/uploads';
    // The form itself carries no bytes where the script does.
    input.removeAttribute('name');
    input.classList.add('hidden');
    box.querySelector('label').className = 'button quiet';

    function post(path, fields) {
      var body = new URLSearchParams(fields || {});
      body.append('csrf', csrf);
      return fetch(path, { method: 'POST', body: body, headers: json });
    }
    function element(name, className, text) {
      var made = document.createElement(name);
      made.className = className;
      made.textContent = text || '';
      return made;
    }
    function row(file) {
      var item = document.createElement('li'), name = element('span', 'name', file.name);
      item.append(name, element('span', 'tag calm'), element('button', 'link', texts.cancel));
      name.append(document.createElement('small'));
      item.querySelector('button').type = 'button';
      list.append(item);
      return item;
    }
    function paint(item, state) {
      var tag = item.querySelector('.tag');
      tag.className = 'tag ' + (state.tone || 'calm');
      tag.textContent = state.text;
      if (state.id) item.dataset.file = state.id;
      if (state.state) item.dataset.state = state.state;
      item.querySelector('small').textContent = [state.size, state.detail].filter(Boolean).join('. ');
    }
    function bar(item, done, size) {
      var progress = item.querySelector('progress');
      if (!progress) {
        progress = document.createElement('progress');
        progress.setAttribute('aria-label', item.querySelector('.name').firstChild.textContent);
        item.append(progress);
      }
      progress.max = size;
      progress.value = done;
    }
    function finished(item) {
      var progress = item.querySelector('progress');
      if (progress) progress.remove();
      item.querySelector('button').textContent = texts.remove;
    }
    function wait(milliseconds) {
      return new Promise(function (resolve) {
        var timer = setTimeout(resolve, milliseconds);
        window.addEventListener('online', function () { clearTimeout(timer); resolve(); }, { once: true });
      });
    }
    function put(job, chunk) {
      return new Promise(function (resolve, reject) {
        var request = job.request = new XMLHttpRequest();
        request.open(chunk.method, chunk.url);
        chunk.headers.forEach(function (header) { request.setRequestHeader(header[0], header[1]); });
        request.timeout = 300000;
        request.upload.onprogress = function (event) { bar(job.item, job.done + event.loaded, job.file.size); };
        request.onload = function () { if (request.status < 300) resolve(); else reject(request.status); };
        request.onerror = request.ontimeout = request.onabort = reject;
        request.send(job.file.slice(chunk.start, chunk.start + chunk.length));
      });
    }
    async function put_all(job, chunks) {
      for (var chunk of chunks) {
        if (job.cancelled) return;
        await put(job, chunk);
        job.done += chunk.length;
      }
    }
    // Until the file is complete, refused or cancelled; errors only make it wait.
    async function upload(job) {
      var pause = 1000;
      while (!job.cancelled) {
        try {
          var answer = await post(path + '/' + job.item.dataset.file + '/next');
          if (answer.status === 401) { location.reload(); return; }
          if (answer.status === 404 || answer.status === 400) { paint(job.item, { text: texts.failed, tone: 'bad' }); return; }
          if (!answer.ok) throw answer.status;
          var state = await answer.json();
          zvarot.active();
          if (state.location) { running = false; location.href = state.location; return; }
          if (state.state !== 'uploading') { paint(job.item, state); watch(job.item); return; }
          job.done = state.done;
          paint(job.item, { text: texts.uploading, size: state.size });
          bar(job.item, job.done, job.file.size);
          await put_all(job, state.chunks);
          pause = 1000;
        } catch (error) {
          if (job.cancelled) return;
          paint(job.item, { text: texts.offline, tone: 'warn' });
          await wait(pause);
          pause = Math.min(pause * 2, 30000);
        }
      }
    }
    async function begin(job) {
      var file = job.file, answer;
      try {
        answer = await post(path, {
          holder: box.dataset.uploads, name: file.name, type: file.type, size: file.size,
          fingerprint: job.fingerprint, list: box.dataset.list || ''
        });
      } catch (error) {
        paint(job.item, { text: texts.offline, tone: 'warn' });
        await wait(5000);
        return job.cancelled ? undefined : begin(job);
      }
      var state = await answer.json();
      if (!answer.ok) { paint(job.item, { text: texts.failed, tone: 'bad', detail: state.detail }); return; }
      paint(job.item, { id: state.id, text: texts.uploading, size: state.size });
      await upload(job);
    }
    async function run() {
      if (running) return;
      running = true;
      while (queue.length) {
        var job = queue.shift();
        if (job.cancelled) continue;
        await begin(job);
        finished(job.item);
      }
      running = false;
    }
    // The check of a file takes a moment: its state is asked for until it is final.
    function watch(item) {
      if (item.dataset.state !== 'checking') return;
      setTimeout(function () {
        fetch(path + '/' + item.dataset.file, { headers: { accept: 'application/json', 'x-passive': '1' } }).then(function (answer) {
          return answer.ok ? answer.json() : null;
        }).then(function (state) {
          if (!state) return;
          paint(item, state);
          watch(item);
        }).catch(function () { watch(item); });
      }, 2000);
    }
    function add(file) {
      var fingerprint = [file.name, file.size, file.lastModified].join('|');
      var known = Array.from(list.children).find(function (item) { return item.dataset.fingerprint === fingerprint; });
      if (known && known.dataset.state !== 'uploading') return;
      var item = known || row(file), job = { file: file, item: item, fingerprint: fingerprint, done: 0 };
      item.dataset.fingerprint = fingerprint;
      item.job = job;
      paint(item, { text: texts.waiting });
      queue.push(job);
    }
    input.addEventListener('change', function () {
      Array.from(input.files).forEach(add);
      input.value = '';
      run();
    });
    list.addEventListener('click', function (event) {
      var button = event.target.closest('button');
      if (!button) return;
      event.preventDefault();
      var item = button.closest('li'), job = item.job;
      if (job) {
        job.cancelled = true;
        if (job.request) job.request.abort();
      }
      if (!item.dataset.file) { item.remove(); input.focus(); return; }
      post(path + '/' + item.dataset.file + '/remove').then(function (answer) {
        if (answer.ok || answer.status === 404) { item.remove(); input.focus(); }
      }).catch(function () { paint(item, { text: texts.offline, tone: 'warn' }); });
    });
    window.addEventListener('beforeunload', function (event) {
      if (running && !input.form.dataset.sent) event.preventDefault();
    });
    Array.from(list.children).forEach(watch);
  });
})();
