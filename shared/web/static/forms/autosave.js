// Saves a draft while it is written, and shows what the server finds wrong with what was already filled in.
(function () {
  'use strict';
  var form = document.querySelector('form[data-autosave]');
  if (!form) return;
  var status = document.getElementById('saved'), timer, busy, again, sent, touched = {};
  var similar = document.getElementById('similar'), compared = about();

  function fields() {
    var body = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { if (typeof value === 'string') body.append(name, value); });
    return body;
  }
  // What others asked and what was written before about the same; asked for where topic or text has changed.
  function about() { return ['topic', 'content'].map(function (name) { return new FormData(form).getAll(name).join(); }).join('|'); }
  function compare() {
    if (!similar || compared === about()) return;
    compared = about();
    fetch(similar.dataset.part).then(function (answer) { return answer.ok ? answer.text() : ''; }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, 'text/html').body;
      if (fresh.textContent.trim() !== similar.textContent.trim()) similar.replaceChildren.apply(similar, fresh.childNodes);
    }).catch(function () { compared = null; });
  }
  function say(text) { if (status.textContent !== text) status.textContent = text; }
  function field_of(name) {
    var input = document.getElementById(name);
    return input && input.closest('.field');
  }
  // Of the fields that were touched: what is right now loses its fault, what is wrong gets it.
  function show(faults) {
    Object.keys(touched).forEach(function (name) {
      var field = field_of(name);
      if (!field) return;
      field.querySelectorAll('.fault').forEach(function (line) { line.remove(); });
      field.classList.remove('wrong');
    });
    faults.forEach(function (fault) {
      var field = touched[fault.field] && field_of(fault.field), line = document.createElement('p');
      if (!field) return;
      line.className = 'fault';
      line.textContent = fault.text;
      (field.querySelector('.search, .choices') || document.getElementById(fault.field)).before(line);
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
        compare();
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
    touched[event.target.type === 'radio' ? event.target.name : event.target.id] = true;
    later(300);
  });
  form.addEventListener('submit', function () { sent = true; clearTimeout(timer); });
  window.addEventListener('pageshow', function (event) { if (event.persisted) sent = false; });
})();
