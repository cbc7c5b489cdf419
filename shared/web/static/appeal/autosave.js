// Saves a draft while it is written, and shows what the server finds wrong with what was already filled in.
(function () {
  'use strict';
  var form = document.querySelector('form[data-autosave]');
  if (!form) return;
  var status = document.getElementById('saved'), timer, busy, again, sent, touched = {};

  function fields() {
    var body = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { if (typeof value === 'string') body.append(name, value); });
    return body;
  }
  function say(text) { if (status.textContent !== text) status.textContent = text; }
  function show(faults) {
    form.querySelectorAll('[data-live]').forEach(function (line) {
      line.closest('.field').classList.remove('wrong');
      line.remove();
    });
    faults.forEach(function (fault) {
      var input = document.getElementById(fault.field), field = input && input.closest('.field');
      if (!field || !touched[fault.field] || field.querySelector('.fault')) return;
      var line = document.createElement('p');
      line.className = 'fault';
      line.dataset.live = '1';
      line.textContent = fault.text;
      (field.querySelector('.search') || input.closest('.choices') || input).before(line);
      field.classList.add('wrong');
    });
  }
  function later(milliseconds) { clearTimeout(timer); timer = setTimeout(save, milliseconds); }
  function save() {
    if (sent) return;
    if (busy) { again = true; return; }
    busy = true;
    fetch(form.dataset.autosave, { method: 'POST', body: fields(), headers: { accept: 'application/json' } }).then(function (answer) {
      if (answer.status === 401) { location.reload(); return; }
      if (!answer.ok && answer.status !== 409) throw answer.status;
      return answer.json().then(function (state) {
        say(state.text);
        if (!answer.ok) { sent = true; return; }
        form.elements.version.value = state.version;
        zvarot.active();
        show(state.faults);
      });
    }).catch(function () {
      say(form.dataset.offline);
      later(10000);
    }).finally(function () {
      busy = false;
      if (again) { again = false; later(500); }
    });
  }
  form.addEventListener('input', function (event) { if (event.target.type !== 'file') later(2000); });
  form.addEventListener('change', function (event) {
    if (event.target.type === 'file') return;
    touched[event.target.id || event.target.name] = touched[event.target.name] = true;
    later(300);
  });
  form.addEventListener('submit', function () { sent = true; clearTimeout(timer); });
  window.addEventListener('pageshow', function (event) { if (event.persisted) sent = false; });
})();
