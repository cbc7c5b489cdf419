// On every page: what helps where scripts run. Nothing here is needed to use a page.
(function () {
  'use strict';
  var root = document.documentElement, body = document.body;
  root.classList.add('js');

  // Faults first: screen readers and keyboards begin at the summary.
  var errors = document.getElementById('errors');
  if (errors) errors.focus();

  // A form is sent once, however often its button is pressed. A page from the back cache begins anew, and so does one
  // that stayed because the answer was a download.
  function revive(form) {
    delete form.dataset.sent;
    form.querySelectorAll('button[data-off]').forEach(function (button) { delete button.dataset.off; button.disabled = false; });
  }
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    setTimeout(function () {
      form.querySelectorAll('button:enabled').forEach(function (button) { button.dataset.off = '1'; button.disabled = true; });
    });
    // Still here: a download, or a line that broke. Sent twice, a form does its work once all the same.
    setTimeout(function () { revive(form); }, 'download' in form.dataset ? 2000 : 15000);
  });
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) document.querySelectorAll('form[data-sent]').forEach(revive);
  });

  // Look-alike letters corrected on the spot; without scripts the same button sends the form.
  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-correct]');
    if (!button) return;
    var field = document.getElementById(button.dataset.correct);
    if (!field) return;
    event.preventDefault();
    field.value = button.dataset.value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
    field.focus();
  });

  // Characters left.
  document.querySelectorAll('textarea[data-limit]').forEach(function (area) {
    var limit = +area.dataset.limit, line = document.createElement('p');
    line.className = 'counter';
    area.after(line);
    function count() {
      var left = limit - Array.from(area.value).length;
      line.textContent = (left < 0 ? area.dataset.over : area.dataset.left) + ' ' + Math.abs(left).toLocaleString('ru');
    }
    area.addEventListener('input', count);
    count();
  });

  // Parts of a form that belong to one choice, or to one of several: data-when="field=value|value".
  document.querySelectorAll('[data-when]').forEach(function (part) {
    var wanted = part.dataset.when.split('='), values = wanted[1].split('|'), form = part.closest('form');
    function decide() {
      part.hidden = !Array.from(form.elements).some(function (field) {
        return field.name === wanted[0] && values.indexOf(field.value) >= 0 && field.checked;
      });
    }
    form.addEventListener('change', decide);
    decide();
  });

  // A password can be looked at.
  document.querySelectorAll('input[data-show]').forEach(function (field) {
    var label = document.createElement('label'), box = document.createElement('input'), text = document.createElement('span');
    label.className = 'choice';
    box.type = 'checkbox';
    text.textContent = field.dataset.show;
    label.append(box, text);
    field.after(label);
    box.addEventListener('change', function () { field.type = box.checked ? 'text' : 'password'; });
  });

  // What is being made is asked for again.
  var reload = document.querySelector('[data-reload]');
  if (reload) setTimeout(function () { location.reload(); }, reload.dataset.reload * 1000);

  // A part of the page that is being made is asked for again, alone, until it is there.
  function poll(part, left) {
    setTimeout(function () {
      fetch(location.href, { headers: { 'x-passive': '1' } }).then(function (answer) { return answer.ok ? answer.text() : ''; }).then(function (text) {
        var fresh = new DOMParser().parseFromString(text, 'text/html').getElementById(part.id);
        if (!fresh) return;
        part.replaceWith(fresh);
        if ('poll' in fresh.dataset && left) poll(fresh, left - 1);
      }).catch(function () { if (left) poll(part, left - 1); });
    }, 3000);
  }
  document.querySelectorAll('[data-poll]').forEach(function (part) { poll(part, 100); });

  // Two minutes before the session ends the visitor is asked; any request keeps it alive.
  var idle = +body.dataset.idle, timer, box;
  function notice(text, action, run) {
    if (box) box.remove();
    box = document.createElement('div');
    box.className = 'note warn live';
    box.setAttribute('role', 'alert');
    var line = document.createElement('p');
    line.textContent = text;
    box.append(line);
    if (action) {
      var button = document.createElement('button');
      button.className = 'button';
      button.type = 'button';
      button.textContent = action;
      button.addEventListener('click', function () { box.remove(); run(); });
      box.append(button);
    }
    body.append(box);
  }
  function active() {
    if (!idle) return;
    clearTimeout(timer);
    timer = setTimeout(function () {
      notice(body.dataset.idleText, body.dataset.stay, function () { session(false); });
    }, (idle - 120) * 1000);
  }
  // Asks about the session and unread notices; a passive question is no activity.
  function session(passive) {
    var headers = { accept: 'application/json' };
    if (passive) headers['x-passive'] = '1';
    return fetch('/session', { headers: headers }).then(function (answer) {
      if (answer.status === 401) { location.reload(); return; }
      if (!passive && answer.ok) active();
      return answer.ok ? answer.json() : null;
    }).then(function (state) {
      var counter = document.getElementById('unread');
      if (!state || !counter) return;
      if (state.unread > +counter.textContent) {
        if (state.text) notice(state.text);
        document.querySelectorAll('[data-news]').forEach(function (part) { part.hidden = false; });
      }
      counter.textContent = state.unread;
      counter.hidden = !state.unread;
    }).catch(function () {});
  }
  window.zvarot = { active: active, notice: notice, session: session };
  if (!idle) return;
  active();
  setInterval(function () { if (!document.hidden) session(true); }, 60000);
  // Typing is activity, noted once a minute.
  var noted = Date.now();
  document.addEventListener('input', function () {
    if (Date.now() - noted < 60000) return;
    noted = Date.now();
    session(false);
  });
})();
